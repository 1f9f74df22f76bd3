import { orrery } from '../../../api/orrery.ts';
import { useT } from '../../../lib/i18n.ts';
import { showToast } from '../../../ui/toast.tsx';
import { BackendSheet, type BackendSheetProps } from './BackendSheet.tsx';
import { emptyDraft } from './draft.ts';

export function AddBackendSheet(props: BackendSheetProps) {
  const t = useT();
  return (
    <BackendSheet
      {...props}
      title={t('backends.add')}
      submit={t('backends.add')}
      probe={({ settings }) => orrery.admin.probe(settings)}
      save={backend => orrery.admin.addBackend(backend)}
      onSaved={({ name }) => {
        showToast('ok', { title: t('backends.added', { name }) });
        props.onDraftChange(emptyDraft());
      }}
    />
  );
}
