import type { Permission } from '@orrery/contract/identity/permissions.ts';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMayAnywhere } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { useAdding } from './use-adding.ts';

type MakeButtonProps = {
  label: string;
  permission: Permission;
  /** The dialog that makes it. */
  dialog: (close: () => void) => ReactNode;
};

/** Opens the dialog that makes something new; whoever may not reads why. */
export function MakeButton({ label, permission, dialog }: MakeButtonProps) {
  const t = useT();
  const adding = useAdding();
  const allowed = useMayAnywhere(permission);
  return (
    <>
      <Button tone="primary" disabledReason={allowed ? undefined : t('lists.mayNot')} onClick={adding.open}>
        <Plus aria-hidden className="size-4" />
        {label}
      </Button>
      {allowed && adding.isOpen && dialog(adding.close)}
    </>
  );
}
