import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { quotaRequestsKey } from '../../components/quota-requests.ts';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/Input.tsx';
import { QuotaFields } from './QuotaFields.tsx';
import { notMore, quotaChange, textsOf } from './quota-form.ts';

/** Asks for more; an administrator decides. */
export function QuotaRequestDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const t = useT();
  const queries = useQueryClient();
  const [texts, setTexts] = useState(() => textsOf(project.quota));
  const [reason, setReason] = useState('');
  const change = quotaChange(texts, project.quota);
  const send = useMutation({
    mutationFn: () => orrery.own.requestQuota(project.id, { quota: change ?? {}, reason: reason.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: quotaRequestsKey });
      onClose();
    },
  });
  const missing = () => {
    if (!change) return t('projects.notANumber');
    if (Object.keys(change).length === 0) return t('projects.changeSomething');
    const less = notMore(change, project.quota);
    if (less) return t('projects.askForMore', { what: t(`projects.limits.${less}`) });
    return reason.trim() === '' ? t('projects.sayWhy') : undefined;
  };
  return (
    <FormDialog
      title={t('projects.requestTitle', { name: project.name })}
      description={t('projects.requestHint')}
      submit={t('projects.request')}
      onSubmit={() => send.mutate()}
      onClose={onClose}
      busy={send.isPending}
      error={send.error}
      disabledReason={missing()}
    >
      <QuotaFields texts={texts} onChange={setTexts} />
      <Field label={t('projects.reason')}>
        {ids => <TextArea {...ids} value={reason} onChange={event => setReason(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}
