import type { User } from '@orrery/contract/resources/identity.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { showToast } from '../../ui/toast.tsx';
import {
  DisplayNameField,
  isTooShort,
  NewPasswordField,
  type RoleChoice,
  RoleField,
  roleOf,
} from './UserFields.tsx';

type DialogProps = { user: User; onClose: () => void };

export function EditUserDialog({ user, onClose }: DialogProps) {
  const t = useT();
  const [displayName, setDisplayName] = useState(user.displayName ?? '');
  const [role, setRole] = useState<RoleChoice>(user.role ?? 'none');
  const save = useMutation({
    mutationFn: () =>
      orrery.admin.changeUser(user.id, { displayName: displayName.trim() || null, role: roleOf(role) }),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={t('users.editTitle', { name: user.username })}
      description={t('users.editText')}
      submit={t('users.save')}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
    >
      <DisplayNameField value={displayName} onChange={setDisplayName} />
      <RoleField value={role} onChange={setRole} />
    </FormDialog>
  );
}

export function ResetPasswordDialog({ user, onClose }: DialogProps) {
  const t = useT();
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => orrery.admin.changeUser(user.id, { password }),
    onSuccess: () => {
      showToast('ok', { title: t('users.passwordReset', { name: user.username }) });
      onClose();
    },
  });
  return (
    <FormDialog
      title={t('users.resetTitle', { name: user.username })}
      description={t('users.resetText')}
      submit={t('users.resetConfirm')}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={isTooShort(password) ? t('users.passwordHint') : undefined}
    >
      <NewPasswordField value={password} onChange={setPassword} />
    </FormDialog>
  );
}
