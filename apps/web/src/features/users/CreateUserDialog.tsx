import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { showToast } from '../../ui/toast.tsx';
import {
  DisplayNameField,
  isTooShort,
  isUsername,
  NewPasswordField,
  type RoleChoice,
  RoleField,
  roleOf,
  UsernameField,
} from './UserFields.tsx';

export function CreateUserDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<RoleChoice>('none');
  const create = useMutation({
    mutationFn: () =>
      orrery.admin.createUser({
        username: username.trim(),
        password,
        displayName: displayName.trim() || null,
        role: roleOf(role),
      }),
    onSuccess: user => {
      showToast('ok', { title: t('users.created', { name: user.username }) });
      onClose();
    },
  });
  const missing =
    username.trim() === ''
      ? t('users.usernameMissing')
      : isUsername(username.trim())
        ? isTooShort(password)
          ? t('users.passwordHint')
          : undefined
        : t('users.usernameWrong');
  return (
    <FormDialog
      title={t('users.create')}
      submit={t('users.create')}
      onSubmit={() => create.mutate()}
      onClose={onClose}
      busy={create.isPending}
      error={create.error}
      disabledReason={missing}
    >
      <UsernameField value={username} onChange={setUsername} />
      <DisplayNameField value={displayName} onChange={setDisplayName} />
      <NewPasswordField value={password} onChange={setPassword} />
      <RoleField value={role} onChange={setRole} />
    </FormDialog>
  );
}
