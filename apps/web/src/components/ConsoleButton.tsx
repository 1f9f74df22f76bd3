import type { Instance } from '@orrery/contract/resources/instance.ts';
import { SquareTerminal } from 'lucide-react';
import { useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { useConsole } from './use-console.ts';

/** Opens the console of an instance in a window of its own, or says why it cannot. */
export function ConsoleButton({ instance }: { instance: Instance }) {
  const t = useT();
  const { open, reason } = useConsole(instance);
  return (
    <Button onClick={open} disabledReason={reason}>
      <SquareTerminal aria-hidden className="size-4" />
      {t('console.title')}
    </Button>
  );
}
