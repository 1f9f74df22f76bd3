import type { Backend } from '@orrery/contract/resources/backend.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { listPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { showToast } from '../../ui/toast.tsx';
import { EditBackendSheet } from './add/EditBackendSheet.tsx';

export function BackendActions({ backend }: { backend: Backend }) {
  const t = useT();
  const [removing, setRemoving] = useState(false);
  const [editing, setEditing] = useState(false);
  const refresh = useMutation({
    mutationFn: () => orrery.admin.refreshBackend(backend.id),
    onSuccess: () => showToast('ok', { title: t('backends.refreshed', { name: backend.name }) }),
    onError: error => showFailure(t, error, t('backends.refreshFailed', { name: backend.name })),
  });
  const manages = useMayAnywhere('backend.manage');
  const refusal = !manages
    ? t('backends.mayNotManage')
    : backend.origin === 'database'
      ? undefined
      : t(`backends.fixed.${backend.origin}`);
  return (
    <>
      <Button busy={refresh.isPending} onClick={() => refresh.mutate()}>
        {t('actions.refresh')}
      </Button>
      <Button disabledReason={refusal} onClick={() => setEditing(true)}>
        {t('backends.edit')}
      </Button>
      <Button disabledReason={refusal} onClick={() => setRemoving(true)}>
        {t('backends.remove')}
      </Button>
      {editing && <EditBackendSheet backend={backend} onClose={() => setEditing(false)} />}
      {removing && <RemoveDialog backend={backend} onClose={() => setRemoving(false)} />}
    </>
  );
}

function RemoveDialog({ backend, onClose }: { backend: Backend; onClose: () => void }) {
  const t = useT();
  const go = useGo();
  const remove = useMutation({
    mutationFn: () => orrery.admin.removeBackend(backend.id),
    onSuccess: () => {
      showToast('ok', { title: t('backends.removed', { name: backend.name }) });
      go(listPath('backend'));
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('backends.removeTitle', { name: backend.name })}
      description={t('backends.removeText')}
      confirm={t('backends.removeConfirm')}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      error={remove.error && <ErrorState failure={failureOf(remove.error)} />}
    />
  );
}
