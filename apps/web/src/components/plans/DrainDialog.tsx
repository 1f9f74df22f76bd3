import type { Host } from '@orrery/contract/resources/host.ts';
import type { Plan } from '@orrery/contract/migrations/plans.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useAct } from '../actions/use-act.ts';
import { useGo } from '../use-go.ts';
import { type DrainSettings, DrainSettingFields } from './DrainSettingFields.tsx';
import { PlanBlockers } from './PlanBlockers.tsx';
import { planPath, planSummary } from './plan-words.ts';
import { PlanSteps } from './PlanSteps.tsx';

type DrainDialogProps = { host: Host; onClose: () => void };

/** A host into maintenance: where everything on it would go, in which order, how long that takes, what is in the way. */
export function DrainDialog({ host, onClose }: DrainDialogProps) {
  const t = useT();
  const go = useGo();
  const act = useAct(host);
  const [settings, setSettings] = useState<DrainSettings>({
    enterMaintenance: true,
    withStopped: true,
    perHost: 2,
  });
  const plan = useQuery({
    queryKey: ['plan-preview', host.id, settings],
    queryFn: ({ signal }) => orrery.moves.plan({ kind: 'drain', host: host.id, ...settings }, signal),
    gcTime: 0,
    // Looked at until it is run: it is not made anew because a window was away.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const run = useMutation({
    mutationFn: (id: string) => orrery.moves.actOnPlan(id, 'run'),
    onSuccess: ({ id }) => {
      onClose();
      go(planPath(id));
    },
  });
  const error = plan.error ?? run.error ?? act.error;
  const nothing = plan.data?.steps.length === 0;
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={open => !open && onClose()}
      title={t('plans.drain', { host: host.name })}
      description={t('plans.text', { host: host.name })}
      footer={
        <>
          <Button
            busy={act.isPending}
            className="mr-auto max-sm:hidden"
            onClick={() => act.mutate({ action: 'enterMaintenance' }, { onSuccess: onClose })}
          >
            {t('plans.justMaintenance')}
          </Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            tone="primary"
            busy={plan.isPending || run.isPending}
            disabledReason={nothing ? t('plans.empty') : undefined}
            onClick={() => plan.data && run.mutate(plan.data.id)}
          >
            {t('plans.run')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <DrainSettingFields settings={settings} onChange={setSettings} />
        {plan.data ? <Preview plan={plan.data} /> : !error && <Planning />}
        {error && <ErrorState failure={failureOf(error)} />}
      </div>
    </Dialog>
  );
}

function Planning() {
  const t = useT();
  return (
    <div role="status">
      <p className="mb-2 text-13 text-muted">{t('plans.planning')}</p>
      <Skeleton className="h-32 w-full" />
    </div>
  );
}

function Preview({ plan }: { plan: Plan }) {
  const t = useT();
  return (
    <>
      <p role="status" className="tabular text-13 font-medium">
        {planSummary(t, plan)}
      </p>
      <PlanBlockers plan={plan} />
      {plan.steps.length > 0 && (
        <div className="max-h-72 overflow-auto rounded-md border">
          <PlanSteps plan={plan} />
        </div>
      )}
    </>
  );
}
