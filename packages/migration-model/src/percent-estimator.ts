import { type PastMove, priorSeconds, remainingSeconds } from './history-prior.ts';
import type { MigrationOutlook } from './outlook.ts';
import { scaled } from './outlook-parts.ts';
import type { MigrationSample } from './sample.ts';
import { ShownFraction } from './shown-fraction.ts';

/** A task that tells whole percents may stand at one for minutes; after this long without any it is said. */
const stalledAfterMs = 150_000;

/**
 * Follows a move of which only a percentage is known (MM-13): no verdict on convergence, no remedies, and never more
 * than low confidence. The percentage of vSphere is a whole number that may be missing for the first seconds.
 */
export class PercentEstimator {
  readonly #prior;
  readonly #fraction: ShownFraction;
  #percent: number | null = null;
  #movedAtMs = 0;

  constructor(move: Omit<PastMove, 'seconds'>, past: readonly PastMove[], shownFraction = 0) {
    this.#prior = priorSeconds(move, past);
    this.#fraction = new ShownFraction(shownFraction);
  }

  observe(sample: MigrationSample): MigrationOutlook {
    const percent = sample.percent ?? this.#percent;
    if (percent !== this.#percent) this.#movedAtMs = sample.atMs;
    this.#percent = percent;
    const over = sample.stage === 'completed' || sample.stage === 'failed' || sample.stage === 'cancelled';
    const left = remainingSeconds(this.#prior, sample.atMs / 1000, percent);
    const stalledForMs = over ? 0 : Math.max(0, sample.atMs - this.#movedAtMs);
    const stalled = stalledForMs >= stalledAfterMs;
    const etaMs = over || stalled ? null : scaled(left, 0);
    return {
      ...{ verdict: stalled ? 'stalled' : null, leansToFinish: null, kappa: null, etaMs },
      ...{ confidence: etaMs ? 'low' : 'none', basis: 'history' },
      fraction:
        sample.stage === 'completed'
          ? this.#fraction.finish()
          : this.#fraction.observe(sample.atMs, etaMs?.central ?? null),
      ...{ pause: null, bandwidth: null, dirtyRate: null, workingSet: null, passes: [], remedies: [] },
      pointOfNoReturn: sample.stage === 'completed',
      stalledForMs,
    };
  }
}
