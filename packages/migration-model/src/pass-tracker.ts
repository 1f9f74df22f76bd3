import type { MigrationSample } from './sample.ts';

/** One pass over the list of dirty pages, as far as it could be seen. */
export interface PassRecord {
  /** Number of the pass that ended; the back end's own where it counts. */
  pass: number;
  endedAtMs: number;
  seconds: number;
  /** How uncertain the duration is: the list is taken between two samples. */
  secondsNoise: number;
  sentBytes: number;
  /** Found dirty when the list was taken again, among what was no longer listed. */
  dirtiedBytes: number;
  /** Passes that ended between two samples are told as one; the figures are of one of them, on average. */
  merged: number;
  /** Still listed then. */
  listedBytes: number;
  /** Mean slowing down of the guest meanwhile, 0..1. */
  throttle: number;
}

interface Seen {
  atMs: number;
  remaining: number;
  sent: number;
  pass: number | null;
}

/** Fewer than this part of all memory found dirty is no new list, where the back end does not count passes. */
const leastJump = 0.004;
const longestHistory = 200;

/**
 * Finds the passes in samples (MM-3). The list of dirty pages was taken again where `remaining` fell by less than what
 * was sent, or rose. When exactly is worked out from how fast it was falling before.
 */
export class PassTracker {
  readonly passes: PassRecord[] = [];
  /** When the list was last taken. */
  listTakenAtMs: number | null = null;
  #last: Seen | null = null;
  #sentAtList = 0;
  #throttleSum = 0;
  #throttleSamples = 0;

  /** The pass that ended between this sample and the one before, if one did. */
  observe(sample: MigrationSample, hint: { bandwidth: number | null; fits: number }): PassRecord | null {
    const { memory } = sample;
    if (!memory || memory.totalBytes <= 0) return null;
    const now: Seen = {
      atMs: sample.atMs,
      remaining: memory.remainingBytes,
      sent: memory.sentBytes,
      pass: sample.pass ?? null,
    };
    const before = this.#last;
    this.#last = now;
    this.#throttleSum += sample.throttlePercent ?? 0;
    this.#throttleSamples += 1;
    if (before === null || this.listTakenAtMs === null) {
      this.listTakenAtMs = now.atMs;
      this.#sentAtList = now.sent;
      return null;
    }
    const fresh = now.remaining - before.remaining + (now.sent - before.sent);
    const counted = now.pass !== null && before.pass !== null;
    const taken = counted ? now.pass !== before.pass : fresh > leastJump * memory.totalBytes;
    return taken ? this.#record({ before, now, fresh: Math.max(0, fresh) }, hint) : null;
  }

  #record(
    { before, now, fresh }: { before: Seen; now: Seen; fresh: number },
    hint: { bandwidth: number | null; fits: number },
  ): PassRecord | null {
    const gap = now.atMs - before.atMs;
    const merged = now.pass !== null && before.pass !== null ? Math.max(1, now.pass - before.pass) : 1;
    const until = merged > 1 ? gap * (1 - 0.5 / merged) : (untilListMs(before, hint) ?? gap / 2);
    const at = before.atMs + Math.min(gap, until);
    const seconds = (at - (this.listTakenAtMs ?? at)) / 1000 / merged;
    const sentBefore = Math.max(0, before.remaining - hint.fits);
    const record: PassRecord = {
      pass: before.pass ?? this.passes.length + 1,
      endedAtMs: at,
      seconds: Math.max(0, seconds),
      secondsNoise: Math.max(0.02, gap / 4000 / merged),
      // Where the list was taken is reckoned: with short passes it can come out beyond what the next samples say.
      sentBytes: Math.max(0, before.sent - this.#sentAtList + sentBefore),
      dirtiedBytes: fresh / merged,
      merged,
      listedBytes: Math.min(before.remaining, hint.fits),
      throttle: this.#throttleSum / this.#throttleSamples / 100,
    };
    this.listTakenAtMs = at;
    this.#sentAtList = before.sent + sentBefore;
    this.#throttleSum = 0;
    this.#throttleSamples = 0;
    this.passes.push(record);
    if (this.passes.length > longestHistory) this.passes.shift();
    return record;
  }
}

/** The list is taken once what is left fits into the pause. */
function untilListMs(before: Seen, hint: { bandwidth: number | null; fits: number }): number | null {
  if (hint.bandwidth === null || hint.bandwidth <= 0) return null;
  return (1000 * Math.max(0, before.remaining - hint.fits)) / hint.bandwidth;
}
