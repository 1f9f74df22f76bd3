import { believe, type Candidate } from './belief.ts';
import { type Evidence, evidenceOfMeasurement, surprise } from './evidence.ts';
import type { PassRecord } from './pass-tracker.ts';
import { burstSeconds } from './precopy.ts';
import type { MovePlan } from './sample.ts';

/** What is remembered: the first, because nothing later is of their length, and the last. */
const rememberedFirst = 4;
const rememberedLast = 8;
/** What an older observation still counts after each further pass. */
const ageing = 0.85;
/** But never less than this: that it writes so much over so long stays true until something surprising is seen. */
const leastWeight = 0.4;
/** And when the guest was slowed down further meanwhile. How much that takes from it, nobody knows: one sees. */
const ageingBySlowing = 0.4;
/** A pass so far off what was believed, in standard deviations, says that the guest does something else now. */
const changed = 4.5;

/** What is believed of the guest, from measurements before the start and from passes (MM-4, MM-5). */
export class GuestBelief {
  readonly #memoryBytes: number;
  #evidence: Evidence[];
  #candidates: Candidate[] | null = null;
  #scale: number;
  #passes = 0;
  #throttle = 0;

  constructor(plan: MovePlan, bandwidth: number | null) {
    this.#memoryBytes = plan.memoryBytes;
    this.#evidence = (plan.dirtying ?? []).map(m => evidenceOfMeasurement(m, plan.memoryBytes));
    this.#scale = bandwidth ?? plan.memoryBytes / 10;
  }

  /** Whether anything is known at all of what it dirties. */
  get informed(): boolean {
    return this.#evidence.length > 0;
  }

  get basis(): 'passes' | 'measurement' | 'nothing' {
    if (this.#passes > 0) return 'passes';
    return this.informed ? 'measurement' : 'nothing';
  }

  get candidates(): readonly Candidate[] {
    this.#candidates ??= believe(this.#evidence, { bandwidth: this.#scale, memoryBytes: this.#memoryBytes });
    return this.#candidates;
  }

  learn(pass: PassRecord, bandwidth: number): void {
    const evidence = evidenceOfPass(pass, { bandwidth, memoryBytes: this.#memoryBytes });
    const slowedFurther = Math.abs(pass.throttle - this.#throttle) > 0.04;
    this.#throttle = pass.throttle;
    const older = this.#evidence.map(e => ({
      ...e,
      weight: slowedFurther ? e.weight * ageingBySlowing : Math.max(leastWeight, e.weight * ageing),
    }));
    const kept = surprise(evidence, this.candidates) > changed ? older.slice(-1) : older;
    this.#evidence = [
      ...kept.slice(0, rememberedFirst),
      ...kept.slice(rememberedFirst).slice(-rememberedLast),
      evidence,
    ];
    this.#scale = bandwidth;
    this.#passes += 1;
    this.#candidates = null;
  }
}

function evidenceOfPass(pass: PassRecord, of: { bandwidth: number; memoryBytes: number }): Evidence {
  return {
    seconds: pass.seconds,
    bytes: pass.dirtiedBytes,
    listed: pass.listedBytes,
    listedOf: pass.pass <= 1 ? of.memoryBytes : null,
    noise: of.bandwidth * burstSeconds * 0.5,
    secondsNoise: pass.secondsNoise,
    weight: 1,
    sampling: null,
  };
}
