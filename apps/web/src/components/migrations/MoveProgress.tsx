import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useT } from '../../lib/i18n.ts';
import { formatPercent } from '../../lib/units.ts';
import { useShownProgress } from './shown-progress.ts';

/** The part of the time that is over: never goes back, and says where it rests on little. */
export function MoveProgress({ migration }: { migration: Migration }) {
  const t = useT();
  const shown = useShownProgress(migration.id, migration.status === 'succeeded' ? 1 : migration.progress);
  const confidence = migration.forecast?.confidence ?? 'none';
  const low =
    migration.status === 'running' && migration.memory === null && migration.backendPercent !== null;
  if (shown === null && migration.status !== 'running') return null;
  const verdict = migration.status === 'running' ? migration.forecast?.verdict : null;
  // A figure near the end would be read as nearly done: one that does not get there shows none.
  const endless = verdict === 'will-not-finish' || verdict === 'stalled';
  return (
    <div className="flex items-center gap-3">
      <progress
        className={endless ? 'progress flex-1 opacity-40' : 'progress flex-1'}
        max={1}
        {...(shown === null ? {} : { value: shown })}
        aria-label={
          endless
            ? t('migrations.noEnd')
            : t('migrations.shown', { percent: formatPercent((shown ?? 0) * 100) })
        }
      />
      <span className="tabular min-w-12 text-right text-13">
        {endless ? t('migrations.noEnd') : shown === null ? '–' : formatPercent(Math.floor(shown * 100))}
      </span>
      {(low || confidence === 'low') && migration.status === 'running' && (
        <span className="text-12 text-muted">
          {t('migrations.confidence.label')}: {t('migrations.confidence.low')}
        </span>
      )}
    </div>
  );
}
