import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useState } from 'react';
import { showFailure } from '../show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { refusalOf } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { useAct } from '../actions/use-act.ts';
import { AnewDialog } from './AnewDialog.tsx';
import { PostCopyDialog } from './PostCopyDialog.tsx';
import { type Remedy, remedyEffect, remedyLabel, remedyValue, requestOf } from './remedy-words.ts';

/** What would help, each as a button that does it, with the value that makes it converge and what comes of it. */
export function Remedies({ migration, detailed = false }: { migration: Migration; detailed?: boolean }) {
  const remedies = migration.forecast?.remedies ?? [];
  if (migration.status !== 'running' || remedies.length === 0) return null;
  return (
    <ul className={detailed ? 'flex flex-col gap-2' : 'flex flex-wrap gap-2'}>
      {remedies.map(remedy => (
        <RemedyItem
          key={`${remedy.kind}/${remedy.applies}`}
          migration={migration}
          remedy={remedy}
          detailed={detailed}
        />
      ))}
    </ul>
  );
}

type RemedyItemProps = { migration: Migration; remedy: Remedy; detailed: boolean };

function RemedyItem({ migration, remedy, detailed }: RemedyItemProps) {
  const t = useT();
  const { ask, asking, busy, confirming, setConfirming } = useRemedy(migration, remedy);
  const state = migration.actions.find(({ name }) => name === asking?.action);
  const refusal = asking ? state && refusalOf(t, state) : t('migrations.remedies.notHere');
  const effect = remedyEffect(t, remedy);
  const { kind, least } = remedy;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        size="small"
        busy={busy}
        disabledReason={refusal}
        title={detailed ? undefined : (effect ?? undefined)}
        onClick={ask}
      >
        {remedyLabel(t, remedy)}
      </Button>
      {detailed && (
        <span className="tabular text-12 text-muted">
          {[effect, least !== null && t('migrations.remedies.least', { least: remedyValue({ kind }, least) })]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
      {confirming &&
        (asking?.action === 'beginAnew' ? (
          <AnewDialog migration={migration} remedy={remedy} onClose={() => setConfirming(false)} />
        ) : (
          <PostCopyDialog migration={migration} onClose={() => setConfirming(false)} />
        ))}
    </li>
  );
}

/** Follows the advice; what has no way back, or loses what was copied, asks first. */
function useRemedy(migration: Migration, remedy: Remedy) {
  const t = useT();
  const act = useAct(migration);
  const [confirming, setConfirming] = useState(false);
  const asking = requestOf(remedy);
  const ask = () => {
    if (!asking) return;
    if (asking.action === 'startPostCopy' || asking.action === 'beginAnew') setConfirming(true);
    else
      act.mutate(asking, {
        onError: error => showFailure(t, error, t('migrations.remedies.failed')),
      });
  };
  return { ask, asking, busy: act.isPending, confirming, setConfirming };
}
