import type { User } from '@orrery/contract/resources/identity.ts';
import { useState } from 'react';
import { useSession } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { EditUserDialog, ResetPasswordDialog } from './EditUserDialogs.tsx';
import { DeleteUserDialog, SwitchUserDialog } from './EndUserDialogs.tsx';

type Asking = 'edit' | 'password' | 'switch' | 'delete';

export function UserActions({ user }: { user: User }) {
  const t = useT();
  const self = useSession()?.user.id === user.id;
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const notMyself = self ? t('users.yourself') : undefined;
  const passwordElsewhere = user.identitySource === 'oidc' ? t('users.passwordElsewhere') : undefined;
  const active = user.status === 'active';
  return (
    <>
      <Button onClick={() => setAsking('edit')}>{t('users.edit')}</Button>
      <Button disabledReason={passwordElsewhere} onClick={() => setAsking('password')}>
        {t('users.resetPassword')}
      </Button>
      <Button disabledReason={active ? notMyself : undefined} onClick={() => setAsking('switch')}>
        {t(active ? 'users.disable' : 'users.enable')}
      </Button>
      <Button disabledReason={notMyself} onClick={() => setAsking('delete')}>
        {t('actions.delete')}
      </Button>
      {asking === 'edit' && <EditUserDialog user={user} onClose={close} />}
      {asking === 'password' && <ResetPasswordDialog user={user} onClose={close} />}
      {asking === 'switch' && <SwitchUserDialog user={user} onClose={close} />}
      {asking === 'delete' && <DeleteUserDialog user={user} onClose={close} />}
    </>
  );
}
