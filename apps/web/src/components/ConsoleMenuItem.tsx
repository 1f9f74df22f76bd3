import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useT } from '../lib/i18n.ts';
import { MenuItem } from '../ui/DropdownMenu.tsx';
import { useConsole } from './use-console.ts';

/** The console behind ⋯, where it is not what people want now. */
export function ConsoleMenuItem({ instance }: { instance: Instance }) {
  const t = useT();
  const { open, reason } = useConsole(instance);
  return (
    <MenuItem disabledReason={reason} onSelect={open}>
      {t('console.title')}
    </MenuItem>
  );
}
