import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useSession } from '../../api/session.ts';
import { QuotaBars, useProjectQuota } from '../../components/QuotaBars.tsx';
import { useQuotaRequests } from '../../components/quota-requests.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonLines } from '../../ui/Skeleton.tsx';
import { QuotaDrift } from './QuotaDrift.tsx';
import { QuotaFields } from './QuotaFields.tsx';
import { QuotaRequestDialog } from './QuotaRequestDialog.tsx';
import { quotaChange, textsOf } from './quota-form.ts';

/** Limits, what is used and reserved of them, and the ways to change them. */
export function QuotaCard({ project, manages }: { project: Project; manages: boolean }) {
  const t = useT();
  const [asking, setAsking] = useState<'edit' | 'request'>();
  const quota = useProjectQuota(project.id);
  const close = () => setAsking(undefined);
  const mayNotAsk = useMayNotAsk(project.id);
  return (
    <Card
      title={t('projects.quota')}
      actions={
        manages ? (
          <Button size="small" onClick={() => setAsking('edit')}>
            {t('projects.edit')}
          </Button>
        ) : (
          <Button size="small" disabledReason={mayNotAsk} onClick={() => setAsking('request')}>
            {t('projects.requestMore')}
          </Button>
        )
      }
    >
      {quota.error && <ErrorState failure={failureOf(quota.error)} onRetry={() => void quota.refetch()} />}
      {!quota.data && !quota.error && <SkeletonLines lines={8} />}
      {quota.data && <QuotaBars quota={quota.data} />}
      {quota.data && manages && <QuotaDrift project={project.id} quota={quota.data} />}
      {asking === 'edit' && <QuotaDialog project={project} onClose={close} />}
      {asking === 'request' && <QuotaRequestDialog project={project} onClose={close} />}
    </Card>
  );
}

/** Why no more can be asked for now. */
function useMayNotAsk(project: string): string | undefined {
  const t = useT();
  const session = useSession();
  const requests = useQuotaRequests();
  if (!session?.projectPermissions[project]?.includes('instance.create')) return t('projects.mayNotAsk');
  const open = requests.data?.some(request => request.project === project && request.status === 'open');
  return open ? t('projects.askedAlready') : undefined;
}

function QuotaDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const t = useT();
  const queries = useQueryClient();
  const [texts, setTexts] = useState(() => textsOf(project.quota));
  const change = quotaChange(texts, project.quota);
  const save = useMutation({
    mutationFn: () => orrery.admin.changeProject(project.id, { quota: change ?? {} }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['quota', project.id] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={t('projects.quotaTitle', { name: project.name })}
      description={t('projects.quotaHint')}
      submit={t('projects.save')}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={change ? undefined : t('projects.notANumber')}
    >
      <QuotaFields texts={texts} onChange={setTexts} />
    </FormDialog>
  );
}
