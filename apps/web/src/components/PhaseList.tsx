import type { Operation } from '@orrery/contract/resources/operation.ts';
import { phaseWord } from './actions/action-words.ts';
import { useT } from '../lib/i18n.ts';
import type { Tone } from '../lib/status-tone.ts';
import { ToneShape } from '../ui/ToneShape.tsx';
import { Took } from './Took.tsx';

type Phase = Operation['phases'][number];

type Shown = Phase['status'] | 'cancelled';

const TONES: Record<Shown, Tone> = {
  pending: 'off',
  running: 'busy',
  done: 'ok',
  failed: 'bad',
  skipped: 'off',
  cancelled: 'off',
};

/** The steps in their order, each with how it went and how long it took. */
export function PhaseList({ operation }: { operation: Operation }) {
  const t = useT();
  const { phases, targetKind } = operation;
  if (phases.length === 0) return <p className="text-13 text-muted">{t('operations.noPhases')}</p>;
  return (
    <ol className="flex flex-col">
      {phases.map((phase, index) => (
        <li
          key={`${index}/${phase.name}`}
          className="flex h-9 items-center gap-3 border-b text-13 last:border-b-0"
          aria-current={phase.status === 'running' ? 'step' : undefined}
        >
          <ToneShape tone={TONES[statusOf(phase, operation)]} />
          <span className="min-w-0 flex-1 truncate">{phaseWord(t, phase.name, targetKind)}</span>
          <span className="text-muted">{t(`operations.phases.${statusOf(phase, operation)}`)}</span>
          <span className="tabular w-20 text-right text-muted">
            <Took from={phase.startedAt} to={phase.endedAt} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** A step that was asked to stop has not failed. */
function statusOf(phase: Phase, operation: Operation): Shown {
  return phase.status === 'failed' && operation.status === 'cancelled' ? 'cancelled' : phase.status;
}
