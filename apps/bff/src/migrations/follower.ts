import type { PastMove } from '@orrery/migration-model/history-prior.ts';
import { MigrationEstimator } from '@orrery/migration-model/estimator.ts';
import type { MigrationOutlook } from '@orrery/migration-model/outlook.ts';
import { PercentEstimator } from '@orrery/migration-model/percent-estimator.ts';
import type { MigrationSample, MoveLimits } from '@orrery/migration-model/sample.ts';
import { ShownFraction } from '@orrery/migration-model/shown-fraction.ts';
import type { MoveBasis } from './kept-move.ts';

/** Says how a move stands after each sample. */
export interface Follower {
  observe: (sample: MigrationSample) => MigrationOutlook;
  change?: (limits: MoveLimits) => void;
}

export interface FollowerOptions {
  basis: MoveBasis | null;
  /** Shown before a restart. */
  shown: number;
  past: readonly PastMove[];
}

const usualLimits = { bandwidth: null, downtimeMs: 300, autoConverge: false } as const;

/** The one that fits what the back end tells: bytes, a bare percentage, or only how far a stop has come. */
export function followerFor(sample: MigrationSample, { basis, shown, past }: FollowerOptions): Follower {
  if (basis?.stop) return new StopFollower(basis.stop.totalMs, shown);
  if (sample.memory === undefined && sample.disk === undefined && sample.percent !== undefined) {
    const memoryBytes = basis?.plan.memoryBytes ?? 0;
    return new PercentEstimator({ memoryBytes, withDisks: (basis?.plan.diskBytes ?? 0) > 0 }, past, shown);
  }
  const plan = basis?.plan ?? {
    memoryBytes: sample.memory?.totalBytes ?? 0,
    diskBytes: sample.disk?.totalBytes,
    limits: usualLimits,
  };
  return new MigrationEstimator(plan, { offers: basis?.offers ?? [], shownFraction: shown });
}

/** Of a move that stops on its way, by what it was thought to take. */
class StopFollower implements Follower {
  readonly #total: { expected: number; atMost: number };
  readonly #fraction: ShownFraction;

  constructor(total: { expected: number; atMost: number }, shown: number) {
    this.#total = total;
    this.#fraction = new ShownFraction(shown);
  }

  observe({ atMs, stage }: MigrationSample): MigrationOutlook {
    const over = stage === 'completed' || stage === 'failed' || stage === 'cancelled';
    const left = (total: number) => Math.max(0.1 * total, total - atMs);
    const { expected, atMost } = this.#total;
    const central = left(expected);
    const etaMs = over ? null : { low: 0.7 * central, central, high: Math.max(central, left(atMost)) };
    return {
      ...{ verdict: null, leansToFinish: null, kappa: null, etaMs, basis: 'measurement', pause: null },
      confidence: etaMs ? 'low' : 'none',
      fraction: this.#fraction.observe(atMs, etaMs?.central ?? null),
      ...{ bandwidth: null, dirtyRate: null, workingSet: null, passes: [], remedies: [], stalledForMs: 0 },
      pointOfNoReturn: stage === 'switching-over',
    };
  }
}
