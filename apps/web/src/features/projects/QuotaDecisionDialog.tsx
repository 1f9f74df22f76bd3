import type { QuotaRequest } from '@orrery/contract/quota/quota.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useProjectQuota } from '../../components/QuotaBars.tsx';
import { limitsInWords, quotaRequestsKey } from '../../components/quota-requests.ts';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/Input.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { QuotaFields } from './QuotaFields.tsx';
import { askedKeys, grantOf, limitBelowUse, textsOf } from './quota-form.ts';

type QuotaDecisionDialogProps = { request: QuotaRequest; onClose: () => void };

/** Grants what was asked for, or other limits, or refuses and says why. */
export function QuotaDecisionDialog({ request, onClose }: QuotaDecisionDialogProps) {
  const t = useT();
  const queries = useQueryClient();
  const usage = useProjectQuota(request.project).data;
  const asked = askedKeys(request.quota);
  const [answer, setAnswer] = useState<'approve' | 'deny'>('approve');
  const [texts, setTexts] = useState(() => textsOf({ ...noLimits, ...request.quota }));
  const [note, setNote] = useState('');
  const approve = answer === 'approve';
  const granted = grantOf(texts, asked);
  const decide = useMutation({
    mutationFn: () =>
      orrery.own.decideQuotaRequest(request.id, {
        approve,
        quota: approve ? (granted ?? null) : null,
        note: note.trim() || null,
      }),
    onSuccess: onClose,
    // Somebody else may have decided meanwhile: then that is what is to be seen.
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: quotaRequestsKey });
      await queries.invalidateQueries({ queryKey: ['quota', request.project] });
    },
  });
  const missing = () => {
    if (approve) return granted ? undefined : t('projects.notANumber');
    return note.trim() === '' ? t('projects.sayWhyNot') : undefined;
  };
  const below = granted && usage && limitBelowUse(granted, usage);
  return (
    <FormDialog
      title={t('projects.decideTitle', { name: request.projectName })}
      description={`${request.requestedBy}: ${limitsInWords(t, request.quota)}. ${request.reason}`}
      submit={t(approve ? 'projects.approve' : 'projects.deny')}
      onSubmit={() => decide.mutate()}
      onClose={onClose}
      busy={decide.isPending}
      error={decide.error}
      disabledReason={missing()}
    >
      <SegmentedControl
        label={t('projects.answer')}
        value={answer}
        onValueChange={setAnswer}
        segments={[
          { value: 'approve', label: t('projects.approve') },
          { value: 'deny', label: t('projects.deny') },
        ]}
      />
      {approve && <QuotaFields texts={texts} onChange={setTexts} keys={asked} />}
      {approve && below && (
        <p className="text-13 text-muted">
          {t('projects.belowUse', { what: t(`projects.limits.${below}`) })}
        </p>
      )}
      <Field label={t(approve ? 'projects.noteIfAny' : 'projects.whyNot')} hint={t('projects.noteHint')}>
        {ids => <TextArea {...ids} value={note} onChange={event => setNote(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}

const noLimits: Quota = {
  instances: null,
  vcpus: null,
  memoryMiB: null,
  volumes: null,
  volumeGiB: null,
  snapshots: null,
  networks: null,
  images: null,
};
