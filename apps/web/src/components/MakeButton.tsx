import type { Permission } from '@orrery/contract/identity/permissions.ts';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { mayAnywhere, useSession } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';

type MakeButtonProps = {
  label: string;
  permission: Permission;
  /** The dialog that makes it. */
  dialog: (close: () => void) => ReactNode;
};

/** Opens the dialog that makes something new; whoever may not reads why. */
export function MakeButton({ label, permission, dialog }: MakeButtonProps) {
  const t = useT();
  const session = useSession();
  const [open, setOpen] = useState(false);
  const allowed = session !== null && mayAnywhere(session, permission);
  return (
    <>
      <Button
        tone="primary"
        disabledReason={allowed ? undefined : t('lists.mayNot')}
        onClick={() => setOpen(true)}
      >
        <Plus aria-hidden className="size-4" />
        {label}
      </Button>
      {open && dialog(() => setOpen(false))}
    </>
  );
}
