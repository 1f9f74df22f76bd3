import { MigrationEstimator } from '@orrery/migration-model/estimator.ts';
import type { Remedy, RemedyKind } from '@orrery/migration-model/remedies.ts';
import type { TraceChange } from '@orrery/migration-model/testing/trace.ts';
import { allOffers, planOf, sampleAt } from '@orrery/migration-model/testing/evaluation/replay.ts';
import { makeCase, type RecordingCase } from './case.ts';
import type { AdvisorFor } from './record-case.ts';

const mebibyte = 1024 * 1024;

/** Guests that would never arrive: what is written, over how much, what the link may take, which pause is allowed. */
const hopeless = [
  { dirtyMiBps: 90, workingSetMiB: 128, bandwidthMiBps: 50, downtimeMs: 300 },
  { dirtyMiBps: 120, workingSetMiB: 64, bandwidthMiBps: 50, downtimeMs: 300 },
  { dirtyMiBps: 70, workingSetMiB: 160, bandwidthMiBps: 40, downtimeMs: 200 },
  { dirtyMiBps: 100, workingSetMiB: 90, bandwidthMiBps: 60, downtimeMs: 300 },
  { dirtyMiBps: 80, workingSetMiB: 200, bandwidthMiBps: 40, downtimeMs: 400 },
  { dirtyMiBps: 60, workingSetMiB: 100, bandwidthMiBps: 30, downtimeMs: 300 },
];
const remedies = ['bandwidth', 'downtime', 'post-copy'] as const;

export interface AdviceCase {
  recording: RecordingCase;
  follow: RemedyKind;
}

/** Each of them with each remedy that can be taken while it runs. All are kept for judging (E3). */
export const adviceCases: AdviceCase[] = remedies.flatMap(follow =>
  hopeless.map(guest => {
    const name = `advice-${follow}-${guest.dirtyMiBps}-${guest.workingSetMiB}-b${guest.bandwidthMiBps}-t${guest.downtimeMs}`;
    const input = { ...guest, memoryMiB: 256, postCopy: follow === 'post-copy', cancelAfterMs: 45_000 };
    return { recording: makeCase(name, 'judge', input), follow };
  }),
);

/** Waits until the model says, from what it saw, that it will not finish; then does what the model advises, once. */
export function followAdvice({ recording, follow }: AdviceCase): AdvisorFor {
  return known => {
    const estimator = new MigrationEstimator(planOf({ ...recording, ...known }), { offers: allOffers });
    let done = false;
    return ({ columns }) => {
      const outlook = estimator.observe(
        sampleAt({ ...recording, samples: columns }, columns.atMs.length - 1),
      );
      if (done || outlook.verdict !== 'will-not-finish' || outlook.passes.length < 2) return null;
      const remedy = outlook.remedies.find(r => r.kind === follow);
      done = remedy !== undefined;
      return remedy ? changeOf(remedy) : null;
    };
  };
}

function changeOf({ kind, value }: Remedy): Omit<TraceChange, 'atMs'> {
  if (kind === 'post-copy') return { postCopy: true };
  if (value === null) throw new Error(`${kind} comes without a value`);
  return kind === 'bandwidth' ? { bandwidthMiBps: value / mebibyte } : { downtimeMs: value };
}
