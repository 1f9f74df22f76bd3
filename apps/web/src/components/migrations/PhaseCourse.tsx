import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useT } from '../../lib/i18n.ts';
import type { Tone } from '../../lib/status-tone.ts';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { Took } from '../Took.tsx';

const TONES: Record<Migration['phases'][number]['status'], Tone> = {
  pending: 'off',
  running: 'busy',
  done: 'ok',
  failed: 'bad',
  skipped: 'off',
};

/** The phases in their order; the last of them proves that the guest came through. */
export function PhaseCourse({ migration: { phases } }: { migration: Migration }) {
  const t = useT();
  if (phases.length === 0) return <p className="text-13 text-muted">{t('operations.noPhases')}</p>;
  return (
    <ol className="flex flex-col">
      {phases.map(({ name, status, startedAt, endedAt }) => (
        <li
          key={name}
          className="flex min-h-9 items-center gap-3 border-b text-13 last:border-b-0"
          aria-current={status === 'running' ? 'step' : undefined}
        >
          <ToneShape tone={TONES[status]} />
          <span className="min-w-0 flex-1">{t(`migrations.phases.${name}`)}</span>
          <span className="text-muted">{t(`operations.phases.${status}`)}</span>
          <span className="tabular w-20 text-right text-muted">
            <Took from={startedAt} to={endedAt} />
          </span>
        </li>
      ))}
    </ol>
  );
}
