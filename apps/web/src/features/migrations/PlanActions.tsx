import type { Plan, PlanAction } from '@orrery/contract/migrations/plans.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';

/** What can be asked of a plan in each of its states. */
const OFFERED: Record<Plan['state'], readonly PlanAction[]> = {
  preview: ['run', 'cancel'],
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  failed: ['resume'],
  succeeded: [],
  cancelled: [],
};

export function PlanActions({ plan }: { plan: Plan }) {
  const t = useT();
  const client = useQueryClient();
  const [confirming, setConfirming] = useState(false);
  const act = useMutation({
    mutationFn: (action: PlanAction) => orrery.moves.actOnPlan(plan.id, action),
    onSuccess: next => {
      client.setQueryData(['plan', plan.id], next);
      setConfirming(false);
    },
    onError: error => showFailure(t, error, t('plans.failed')),
  });
  const may = useMayAnywhere('host.maintain');
  // A cancel of what has not begun loses nothing.
  const ask = (action: PlanAction) =>
    action === 'cancel' && plan.state !== 'preview' ? setConfirming(true) : act.mutate(action);
  return (
    <>
      {OFFERED[plan.state].map(action => (
        <Button
          key={action}
          tone={action === 'run' || action === 'resume' ? 'primary' : 'normal'}
          busy={act.isPending && act.variables === action}
          disabledReason={may ? undefined : t('lists.mayNot')}
          onClick={() => ask(action)}
        >
          {t(`plans.actions.${action}`)}
        </Button>
      ))}
      {confirming && (
        <ConfirmDialog
          open
          onOpenChange={setConfirming}
          title={t('plans.cancelTitle', { host: plan.hostName })}
          description={t('plans.cancelText')}
          confirm={t('plans.actions.cancel')}
          busy={act.isPending}
          onConfirm={() => act.mutate('cancel')}
        />
      )}
    </>
  );
}
