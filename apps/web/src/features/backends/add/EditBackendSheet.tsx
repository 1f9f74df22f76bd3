import type { Backend } from '@orrery/contract/resources/backend.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import { failureOf } from '../../../api/problem.ts';
import { useT } from '../../../lib/i18n.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { SideSheet } from '../../../ui/SideSheet.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { BackendSheet } from './BackendSheet.tsx';
import { type BackendDraft, draftOf } from './draft.ts';

type EditBackendSheetProps = { backend: Backend; onClose: () => void };

/** The form of "Add", filled with what is stored. Secrets are dots: left as they are, they stay. */
export function EditBackendSheet({ backend, onClose }: EditBackendSheetProps) {
  const t = useT();
  const { id, name } = backend;
  const title = t('backends.editTitle', { name });
  const stored = useQuery({
    queryKey: ['backend-settings', id],
    gcTime: 0,
    queryFn: ({ signal }) => orrery.admin.backendSettings(id, signal),
  });
  const [changed, setChanged] = useState<BackendDraft>();
  if (!stored.data)
    return (
      <SideSheet open onOpenChange={open => !open && onClose()} title={title}>
        <div className="flex flex-col gap-4 p-5">
          {stored.error ? (
            <ErrorState failure={failureOf(stored.error)} />
          ) : (
            <Skeleton className="h-8 w-full" />
          )}
        </div>
      </SideSheet>
    );
  return (
    <BackendSheet
      open
      onClose={onClose}
      draft={changed ?? draftOf({ id, name }, stored.data)}
      onDraftChange={setChanged}
      fixed
      title={title}
      submit={t('backends.save')}
      probe={({ settings }) => orrery.admin.probeChange(id, settings)}
      save={({ name: renamed, settings }) => orrery.admin.changeBackend(id, { name: renamed, settings })}
      onSaved={saved => showToast('ok', { title: t('backends.saved', { name: saved.name }) })}
    />
  );
}
