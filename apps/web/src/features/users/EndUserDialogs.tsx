import type { User } from '@orrery/contract/resources/identity.ts';
import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { listPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import { useT } from '../../lib/i18n.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { showToast } from '../../ui/toast.tsx';

type DialogProps = { user: User; onClose: () => void };

export function SwitchUserDialog({ user, onClose }: DialogProps) {
  const t = useT();
  const active = user.status === 'active';
  const change = useMutation({
    mutationFn: () => orrery.admin.changeUser(user.id, { disabled: active }),
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t(active ? 'users.disableTitle' : 'users.enableTitle', { name: user.username })}
      description={t(active ? 'users.disableText' : 'users.enableText')}
      confirm={t(active ? 'users.disableConfirm' : 'users.enableConfirm')}
      danger={active}
      busy={change.isPending}
      onConfirm={() => change.mutate()}
      error={change.error && <ErrorState failure={failureOf(change.error)} />}
    />
  );
}

export function DeleteUserDialog({ user, onClose }: DialogProps) {
  const t = useT();
  const go = useGo();
  const remove = useMutation({
    mutationFn: () => orrery.admin.deleteUser(user.id),
    onSuccess: () => {
      showToast('ok', { title: t('users.deleted', { name: user.username }) });
      go(listPath('user'));
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('users.deleteTitle', { name: user.username })}
      description={t('users.deleteText')}
      confirm={t('users.deleteConfirm')}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      error={remove.error && <ErrorState failure={failureOf(remove.error)} />}
    />
  );
}
