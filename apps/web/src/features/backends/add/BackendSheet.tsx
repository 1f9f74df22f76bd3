import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import type { Backend } from '@orrery/contract/resources/backend.ts';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { failureOf } from '../../../api/problem.ts';
import { useT } from '../../../lib/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { SideSheet } from '../../../ui/SideSheet.tsx';
import { type AddBackend, type BackendDraft, type FieldErrors, requestOf } from './draft.ts';
import { DraftFields } from './DraftFields.tsx';
import { ProbeResult } from './ProbeResult.tsx';
import { SETTING_FORMS } from './setting-forms.ts';

export type BackendSheetProps = {
  open: boolean;
  onClose: () => void;
  draft: BackendDraft;
  onDraftChange: (draft: BackendDraft) => void;
};

type SheetProps = BackendSheetProps & {
  title: string;
  submit: string;
  /** Kind and id stay as they are. */
  fixed?: boolean;
  probe: (backend: AddBackend) => Promise<ProbeReply>;
  save: (backend: AddBackend) => Promise<Backend>;
  onSaved: (backend: Backend) => void;
};

const NO_ERRORS: FieldErrors = new Map();

/** One form: what kind, which address, how to get in. "Test" keeps nothing; a failure loses nothing that was typed. */
export function BackendSheet({ open, onClose, draft, onDraftChange, ...sheet }: SheetProps) {
  const t = useT();
  const formId = useId();
  const [errors, setErrors] = useState(NO_ERRORS);
  const probe = useMutation({ mutationFn: sheet.probe });
  const save = useMutation({
    mutationFn: sheet.save,
    onSuccess: backend => {
      sheet.onSaved(backend);
      probe.reset();
      onClose();
    },
  });
  const change = (next: BackendDraft) => {
    onDraftChange(next);
    // What was found out holds for the settings that were tried.
    probe.reset();
    save.reset();
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
    withRequest(save.mutate, draft);
  };
  const trusts = SETTING_FORMS[draft.kind].fields.some(field => field.path === 'tls.fingerprint');
  const trust = (fingerprint: string) =>
    change({ ...draft, values: { ...draft.values, 'tls.fingerprint': fingerprint } });
  const failed = save.error ?? probe.error;
  return (
    <SideSheet
      open={open}
      onOpenChange={next => !next && onClose()}
      title={sheet.title}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button busy={probe.isPending} onClick={test}>
            {t('backends.test.run')}
          </Button>
          <Button type="submit" form={formId} tone="primary" busy={save.isPending}>
            {sheet.submit}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4 p-5">
        <DraftFields draft={draft} onChange={change} errors={errors} fixed={sheet.fixed ?? false} />
        {probe.data && <ProbeResult reply={probe.data} onTrust={trusts ? trust : undefined} />}
        {failed && <ErrorState failure={failureOf(failed)} />}
      </form>
    </SideSheet>
  );
}
