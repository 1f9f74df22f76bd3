import { forecast, type Forecast } from './forecast.ts';
import { isFutile } from './futility.ts';
import { GuestBelief } from './guest-belief.ts';
import type { MigrationOutlook } from './outlook.ts';
import { confidenceOf, pauseOf, scaled } from './outlook-parts.ts';
import { PassTracker } from './pass-tracker.ts';
import type { PrecopyState } from './precopy.ts';
import { quantile } from './quantile.ts';
import { atLeastHopeless, type Remedy, type RemedyOffer, remedies } from './remedies.ts';
import type { MemoryFigures, MigrationSample, MoveLimits, MovePlan, Stage } from './sample.ts';
import { ShownFraction } from './shown-fraction.ts';
import { noThrottle, type Throttle } from './throttle.ts';
import { stalledAfterMs, ThroughputMeter } from './throughput-meter.ts';
import { type Signs, VerdictKeeper } from './verdict.ts';

export interface EstimatorOptions {
  /** What this back end can do about a move that is in trouble. */
  offers?: readonly RemedyOffer[];
  /** Fraction that was shown already, when one goes on after a restart. */
  shownFraction?: number;
}

const running = new Set<Stage>(['disks', 'memory', 'switching-over', 'post-copy']);
const adviceEveryMs = 1_000;
/** A limit that was used up to this part was what held the move back. */
const usedUp = 0.85;

/**
 * Follows one running move: give it the plan, then each sample as it comes; each time it says how it stands. Pure: all
 * times come with the samples, and the same samples give the same words (docs/specs/migration-model.md).
 */
export class MigrationEstimator {
  readonly #plan: MovePlan;
  readonly #offers: readonly RemedyOffer[];
  readonly #belief: GuestBelief;
  readonly #tracker = new PassTracker();
  readonly #memoryMeter = new ThroughputMeter();
  readonly #diskMeter = new ThroughputMeter();
  readonly #verdict = new VerdictKeeper();
  readonly #fraction: ShownFraction;
  #limits: MoveLimits;
  #throttle: Throttle = noThrottle;
  #sample: MigrationSample | null = null;
  #memory: MemoryFigures | null = null;
  #outlook: MigrationOutlook | null = null;
  /** Passes before the last change of limits say nothing of what is to come. */
  #changedAtPass = 0;
  #advice: { atMs: number; remedies: Remedy[] } | null = null;

  constructor(plan: MovePlan, options: EstimatorOptions = {}) {
    this.#plan = plan;
    this.#limits = plan.limits;
    this.#offers = options.offers ?? [];
    this.#fraction = new ShownFraction(options.shownFraction);
    this.#belief = new GuestBelief(plan, this.#expectedBandwidth());
  }

  /** Somebody changed what is set, while it runs. */
  change(limits: MoveLimits): void {
    const before = this.#limits;
    this.#limits = limits;
    this.#verdict.reconsider();
    this.#changedAtPass = this.#tracker.passes.length;
    this.#advice = null;
    if (limits.bandwidth === before.bandwidth) return;
    const rate = this.#memoryMeter.rate;
    const heldBack = rate !== null && before.bandwidth !== null && rate > usedUp * before.bandwidth;
    const next = limits.bandwidth ?? Infinity;
    const expected = rate === null || heldBack ? next : Math.min(rate, next);
    this.#memoryMeter.restart(Number.isFinite(expected) ? expected : rate);
  }

  /** Samples that are older than the last one change nothing. */
  observe(sample: MigrationSample): MigrationOutlook {
    if (this.#outlook && this.#sample && sample.atMs < this.#sample.atMs) return this.#outlook;
    this.#take(sample);
    this.#outlook = this.#describe(sample);
    return this.#outlook;
  }

  #take(sample: MigrationSample): void {
    this.#sample = sample;
    if (sample.disk) this.#diskMeter.observe(sample.atMs, sample.disk.doneBytes);
    const { memory } = sample;
    if (!memory || memory.totalBytes <= 0 || !running.has(sample.stage)) return;
    this.#memory = memory;
    this.#memoryMeter.observe(sample.atMs, memory.contentBytes, memory.sentBytes);
    const bandwidth = this.#bandwidth();
    const fits = ((bandwidth ?? 0) * this.#limits.downtimeMs) / 1000;
    const percent = sample.throttlePercent ?? 0;
    if (percent !== this.#throttle.percent) this.#throttle = { percent, offences: 0, rising: true };
    const pass = this.#tracker.observe(sample, { bandwidth, fits });
    if (pass && bandwidth !== null && pass.seconds > 0) this.#belief.learn(pass, bandwidth);
  }

  #expectedBandwidth(): number | null {
    const least = Math.min(this.#limits.bandwidth ?? Infinity, this.#plan.expectedBandwidth ?? Infinity);
    return Number.isFinite(least) && least > 0 ? least : null;
  }

  #bandwidth(): number | null {
    return this.#memoryMeter.rate ?? this.#expectedBandwidth() ?? this.#memoryMeter.least?.rate ?? null;
  }

  /** Where the copy of memory stands, or will begin. */
  #precopy(sample: MigrationSample, bandwidth: number): PrecopyState {
    const listAt = this.#tracker.listTakenAtMs;
    return {
      remaining: this.#contentLeft(),
      sinceListSeconds: listAt === null ? 0 : Math.max(0, (sample.atMs - listAt) / 1000),
      firstPassOf: this.#isFirstPass(sample) ? this.#plan.memoryBytes : undefined,
      bandwidth,
      downtimeSeconds: this.#limits.downtimeMs / 1000,
      throttle: this.#limits.autoConverge ? this.#throttle : null,
    };
  }

  /** Whoever begins to watch in the middle is told so by the back end's counter, if it has one. */
  #isFirstPass(sample: MigrationSample): boolean {
    return this.#tracker.passes.length === 0 && (sample.pass ?? 1) <= 1;
  }

  /** In the first pass zero pages are listed too; where the resident memory is known, no more than that has content. */
  #contentLeft(): number {
    const memory = this.#memory;
    const resident = Math.min(this.#plan.memoryBytes, this.#plan.residentBytes ?? Infinity);
    if (memory === null) return resident;
    if (this.#tracker.passes.length > 0) return memory.remainingBytes;
    const left = Math.min(memory.remainingBytes, Math.max(0, resident - memory.contentBytes));
    const known = (this.#plan.residentBytes ?? null) !== null || this.#expectedBandwidth() !== null;
    if (known) return left;
    // Nobody knows how much of it has content: as much of the rest as of what came before.
    return left * (this.#memoryMeter.least?.share ?? 1);
  }

  #diskSeconds(sample: MigrationSample): number | null {
    const left = sample.disk
      ? sample.disk.totalBytes - sample.disk.doneBytes
      : this.#memory === null
        ? (this.#plan.diskBytes ?? 0)
        : 0;
    if (left <= 0) return 0;
    const rate = this.#diskMeter.rate ?? this.#plan.diskBandwidth ?? this.#expectedBandwidth();
    return rate === null ? null : left / rate;
  }

  #describe(sample: MigrationSample): MigrationOutlook {
    const bandwidth = this.#memoryMeter.steadyRate ?? this.#bandwidth();
    const pointOfNoReturn = sample.stage === 'post-copy' || sample.stage === 'completed';
    const state = bandwidth === null ? null : this.#precopy(sample, bandwidth);
    const found = state && this.#forecast(state, pointOfNoReturn || sample.stage === 'switching-over');
    const diskSeconds = this.#diskSeconds(sample);
    const known = found !== null && found.seconds !== null && diskSeconds !== null;
    const stalledForMs = this.#stalledForMs(sample);
    const signs = this.#signs(sample, { found, stalledForMs, diskSeconds: diskSeconds ?? 0 });
    const verdict = running.has(sample.stage) ? this.#verdict.observe(signs) : null;
    const speaks = verdict !== 'stalled' && verdict !== 'will-not-finish';
    const etaMs = known && found.seconds && speaks ? scaled(found.seconds, diskSeconds) : null;
    const basis = this.#belief.basis;
    return {
      verdict,
      leansToFinish: signs.chance === null ? null : signs.chance >= 0.5 && !signs.futile,
      kappa: this.#belief.informed ? (found?.kappa.central ?? null) : null,
      etaMs: this.#done(sample.stage) ? null : etaMs,
      confidence: confidenceOf({ basis, etaMs, elapsedMs: sample.atMs, certain: signs.certain }),
      basis,
      fraction: this.#shown(sample, etaMs?.central ?? null),
      pause: found && bandwidth ? pauseOf(found, bandwidth) : null,
      bandwidth: this.#bandwidth(),
      ...this.#guest(),
      passes: this.#tracker.passes,
      remedies:
        state && verdict !== null && !signs.certain
          ? this.#remedies(state, verdict !== 'converging' && this.#belief.informed)
          : [],
      pointOfNoReturn,
      stalledForMs,
    };
  }

  #forecast(state: PrecopyState, certain: boolean): Forecast {
    const candidates = this.#belief.candidates;
    if (!certain) return forecast(state, candidates);
    // What is left is sent once more and that is all: nothing is dirtied at the source any more.
    return forecast({ ...state, downtimeSeconds: 1e9, throttle: null }, candidates);
  }

  #signs(
    sample: MigrationSample,
    now: { found: Forecast | null; stalledForMs: number; diskSeconds: number },
  ): Signs {
    const { found } = now;
    const bandwidth = this.#bandwidth() ?? Infinity;
    const oneCopy = (this.#plan.residentBytes ?? this.#plan.memoryBytes) / bandwidth + now.diskSeconds;
    const whole = sample.atMs / 1000 + (found?.seconds?.central ?? 0) + now.diskSeconds;
    return {
      atMs: sample.atMs,
      chance: found && this.#belief.informed ? found.chance : null,
      kappa: found?.kappa ?? { low: 0, central: 0 },
      stretch: oneCopy > 0 ? whole / oneCopy : 1,
      stalled: now.stalledForMs >= stalledAfterMs,
      futile: this.#isFutile(),
      certain: sample.stage === 'post-copy' || sample.stage === 'switching-over',
    };
  }

  /** A guest that is slowed down further and further gets closer in jumps. */
  #isFutile(): boolean {
    if (this.#limits.autoConverge || this.#changedAtPass === this.#tracker.passes.length) return false;
    const passes = this.#tracker.passes.slice(this.#changedAtPass);
    return isFutile(passes, ((this.#bandwidth() ?? 0) * this.#limits.downtimeMs) / 1000);
  }

  #stalledForMs(sample: MigrationSample): number {
    if (sample.stage === 'disks') return this.#diskMeter.stalledForMs(sample.atMs);
    if (sample.stage === 'memory' || sample.stage === 'post-copy')
      return this.#memoryMeter.stalledForMs(sample.atMs);
    return 0;
  }

  #shown(sample: MigrationSample, etaMs: number | null): number {
    return sample.stage === 'completed'
      ? this.#fraction.finish()
      : this.#fraction.observe(sample.atMs, etaMs);
  }

  #done(stage: Stage): boolean {
    return stage === 'completed' || stage === 'failed' || stage === 'cancelled';
  }

  #guest(): { dirtyRate: number | null; workingSet: number | null } {
    if (!this.#belief.informed) return { dirtyRate: null, workingSet: null };
    const middle = (side: 'rate' | 'workingSet') =>
      quantile(
        this.#belief.candidates.map(c => ({ value: c[side], weight: c.weight })),
        0.5,
      );
    return { dirtyRate: middle('rate'), workingSet: middle('workingSet') };
  }

  /** Looked for at most once a second: values are found by trying them out. */
  #remedies(state: PrecopyState, inTrouble: boolean): Remedy[] {
    const atMs = this.#sample?.atMs ?? 0;
    if (!inTrouble) this.#advice = null;
    else if (this.#advice && atMs - this.#advice.atMs < adviceEveryMs) return this.#advice.remedies;
    const wholeBytes = Math.min(this.#plan.memoryBytes, this.#plan.residentBytes ?? Infinity);
    const offers = inTrouble ? this.#offers : this.#offers.filter(offer => offer.kind === 'abort');
    const candidates = this.#isFutile()
      ? atLeastHopeless(this.#belief.candidates, state)
      : this.#belief.candidates;
    const found = remedies({ state, candidates, wholeBytes }, offers);
    if (inTrouble) this.#advice = { atMs, remedies: found };
    return found;
  }
}
