import type { Project } from '@orrery/contract/resources/identity.ts';
import { quotaItems } from '@orrery/contract/quota/quota.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { QuotaBars, useProjectQuota } from '../../components/QuotaBars.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonLines } from '../../ui/Skeleton.tsx';
import { QuotaFields } from './QuotaFields.tsx';
import { QuotaRequestDialog } from './QuotaRequestDialog.tsx';
import { quotaChange, textsOf } from './quota-form.ts';

/** Limits, what is used and reserved of them, and the ways to change them. */
export function QuotaCard({ project, manages }: { project: Project; manages: boolean }) {
  const t = useT();
  const [asking, setAsking] = useState<'edit' | 'request'>();
  const quota = useProjectQuota(project.id);
  const close = () => setAsking(undefined);
  return (
    <Card
      title={t('projects.quota')}
      actions={
        manages ? (
          <Button size="small" onClick={() => setAsking('edit')}>
            {t('projects.edit')}
          </Button>
        ) : (
          <Button size="small" onClick={() => setAsking('request')}>
            {t('projects.requestMore')}
          </Button>
        )
      }
    >
      {quota.error && <ErrorState failure={failureOf(quota.error)} onRetry={() => void quota.refetch()} />}
      {!quota.data && !quota.error && <SkeletonLines lines={8} />}
      {quota.data && <QuotaBars quota={quota.data} />}
      {quota.data && manages && <Drift project={project.id} quota={quota.data} />}
      {asking === 'edit' && <QuotaDialog project={project} onClose={close} />}
      {asking === 'request' && <QuotaRequestDialog project={project} onClose={close} />}
    </Card>
  );
}

/** What is reserved for things that never appeared; giving it back is a click. */
function Drift({ project, quota }: { project: string; quota: Awaited<ReturnType<typeof orrery.own.quota>> }) {
  const t = useT();
  const queries = useQueryClient();
  const repair = useMutation({
    mutationFn: () => orrery.own.repairQuota(project),
    onSuccess: repaired => queries.setQueryData(['quota', project], repaired),
  });
  if (!quotaItems.some(item => quota.items[item].drift !== 0)) return null;
  return (
    <div className="mt-3 flex items-center gap-3 border-t pt-3 text-13">
      <span className="min-w-0 flex-1">{t('projects.drift')}</span>
      <Button size="small" busy={repair.isPending} onClick={() => repair.mutate()}>
        {t('projects.repair')}
      </Button>
    </div>
  );
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
