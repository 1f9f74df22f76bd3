import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import { failureOf } from '../../../api/problem.ts';
import { useT } from '../../../lib/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { SideSheet } from '../../../ui/SideSheet.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { type AddBackend, type BackendDraft, emptyDraft, type FieldErrors, requestOf } from './draft.ts';
import { DraftFields } from './DraftFields.tsx';
import { ProbeResult } from './ProbeResult.tsx';
import { SETTING_FORMS } from './setting-forms.ts';

type AddBackendSheetProps = {
  open: boolean;
  onClose: () => void;
  draft: BackendDraft;
  onDraftChange: (draft: BackendDraft) => void;
};

const NO_ERRORS: FieldErrors = new Map();

/** One form: what kind, which address, how to get in. "Test" keeps nothing; a failure loses nothing that was typed. */
export function AddBackendSheet({ open, onClose, draft, onDraftChange }: AddBackendSheetProps) {
  const t = useT();
  const formId = useId();
  const [errors, setErrors] = useState(NO_ERRORS);
  const probe = useMutation({ mutationFn: (backend: AddBackend) => orrery.admin.probe(backend.settings) });
  const add = useMutation({
    mutationFn: (backend: AddBackend) => orrery.admin.addBackend(backend),
    onSuccess: backend => {
      showToast('ok', { title: t('backends.added', { name: backend.name }) });
      onDraftChange(emptyDraft());
      probe.reset();
      onClose();
    },
  });
  const change = (next: BackendDraft) => {
    onDraftChange(next);
    // What was found out holds for the settings that were tried.
    probe.reset();
    add.reset();
    setErrors(NO_ERRORS);
  };
  const withRequest = (run: (backend: AddBackend) => void, asked: BackendDraft) => {
    const checked = requestOf(asked);
    setErrors(checked.ok ? NO_ERRORS : checked.errors);
    if (checked.ok) run(checked.request);
  };
  // The test needs neither id nor name.
  const test = () => withRequest(probe.mutate, { ...draft, id: draft.id || 'test', name: draft.name || '-' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    withRequest(add.mutate, draft);
  };
  const trusts = SETTING_FORMS[draft.kind].fields.some(field => field.path === 'tls.fingerprint');
  const trust = (fingerprint: string) =>
    change({ ...draft, values: { ...draft.values, 'tls.fingerprint': fingerprint } });
  const failed = add.error ?? probe.error;
  return (
    <SideSheet
      open={open}
      onOpenChange={next => !next && onClose()}
      title={t('backends.add')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button busy={probe.isPending} onClick={test}>
            {t('backends.test.run')}
          </Button>
          <Button type="submit" form={formId} tone="primary" busy={add.isPending}>
            {t('backends.add')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4 p-5">
        <DraftFields draft={draft} onChange={change} errors={errors} />
        {probe.data && <ProbeResult reply={probe.data} onTrust={trusts ? trust : undefined} />}
        {failed && <ErrorState failure={failureOf(failed)} />}
      </form>
    </SideSheet>
  );
}
