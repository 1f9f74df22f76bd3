import { type Dirtying, dirtied } from './dirtying.ts';
import { mostThrottlePercent, nextThrottle, type Throttle } from './throttle.ts';

/** Where a copy of memory stands. All bytes are of pages with content. */
export interface PrecopyState {
  remaining: number;
  /** Seconds since the list of dirty pages was last taken: what was dirtied since is not in `remaining`. */
  sinceListSeconds: number;
  /**
   * All memory, while the first pass is under way: what is left of it then are the last addresses, written to or not.
   * Left out later, when nothing but what was written to is listed.
   */
  firstPassOf?: number | undefined;
  /** Bytes per second. */
  bandwidth: number;
  downtimeSeconds: number;
  /** Null where the hypervisor was not asked to slow the guest down. The guest's rate is the one at this throttle. */
  throttle: Throttle | null;
}

export interface PrecopyForecast {
  /** Seconds until the guest runs at the destination; Infinity when it never would. */
  seconds: number;
  /** Bytes that are left for the pause; Infinity when it never comes to that. */
  leftForPause: number;
  /** Bytes sent until then. */
  sent: number;
}

/**
 * The sender is paced: each tenth of a second it sends a burst and sleeps, and only between bursts does it look whether
 * the rest fits into the pause. So a pass is a whole number of bursts, and overshoots by up to one (seen in all traces:
 * with 5 MiB bursts and 30 MiB that fit, lists are taken at 25 to 30 MiB).
 */
export const burstSeconds = 0.1;
/** Seconds that handing over takes besides the last pages: 11 to 17 ms on the idle traces. */
export const handoverSeconds = 0.015;

const mostPasses = 250;
/** So many passes without getting closer: it will not by itself. */
const patience = 8;
/** Getting closer by less than this part does not count. */
const leastGain = 0.004;
/**
 * The hypervisor compares with the bandwidth of the last tenth of a second, which wavers by some percent, and guests do
 * not write evenly: a rest that stays this close to fitting (parts of what fits, and of a burst) will fit sooner or
 * later; on the traces within some 25 passes.
 */
const waver = { fits: 0.05, burst: 0.35 };
const passesOfLuck = 25;

const never: PrecopyForecast = { seconds: Infinity, leftForPause: Infinity, sent: Infinity };

/** Runs the passes that are still to come (MM-6). */
export function forecastPrecopy(state: PrecopyState, guest: Dirtying): PrecopyForecast {
  if (!(state.bandwidth > 0)) return never;
  const run = new Run(state, guest);
  for (let pass = 0; pass < mostPasses; pass++) {
    run.pass();
    if (run.remaining < run.fits) return run.end(0);
    if (run.waited >= patience) return run.isClose() ? run.end(passesOfLuck) : never;
  }
  return never;
}

/** What a slowed guest still gets of its time. */
const speed = (throttle: Throttle | null) => 1 - Math.min(mostThrottlePercent, throttle?.percent ?? 0) / 100;

class Run {
  remaining: number;
  readonly fits: number;
  best = Infinity;
  /** Passes since it last came closer. */
  waited = 0;
  readonly #bandwidth: number;
  readonly #guest: Dirtying;
  #throttle: Throttle | null;
  readonly #speedNow: number;
  #dirtyingFor: number;
  #listOf: number;
  #seconds = 0;
  #sent = 0;

  constructor(state: PrecopyState, guest: Dirtying) {
    this.remaining = state.remaining;
    this.fits = state.bandwidth * state.downtimeSeconds;
    this.#bandwidth = state.bandwidth;
    this.#guest = guest;
    this.#throttle = state.throttle;
    this.#speedNow = speed(state.throttle);
    this.#dirtyingFor = state.sinceListSeconds;
    this.#listOf = state.firstPassOf ?? guest.workingSet;
  }

  /** Sends until the rest fits into the pause, then takes the list of what was dirtied meanwhile. */
  pass(): void {
    const burst = this.#bandwidth * burstSeconds;
    const over = this.remaining - this.fits;
    const sent = over < 0 ? 0 : Math.min(this.remaining, (Math.floor(over / burst) + 1) * burst);
    const sending = sent / this.#bandwidth;
    const seconds = this.#dirtyingFor + sending;
    const listed = this.remaining - sent;
    const fresh = this.#fresh(seconds, listed);
    this.#seconds += sending;
    this.#sent += sent;
    this.#dirtyingFor = 0;
    this.#listOf = this.#guest.workingSet;
    this.remaining = listed + fresh;
    this.#slow({ fresh, sent, seconds });
  }

  isClose(): boolean {
    return this.best - this.fits < waver.fits * this.fits + waver.burst * this.#bandwidth * burstSeconds;
  }

  end(luckyPasses: number): PrecopyForecast {
    const rest = Math.min(this.remaining, this.fits);
    const luck = luckyPasses * burstSeconds;
    return {
      seconds: this.#seconds + luck + rest / this.#bandwidth + handoverSeconds,
      leftForPause: rest,
      sent: this.#sent + luck * this.#bandwidth + rest,
    };
  }

  #fresh(seconds: number, listed: number): number {
    const { workingSet, rate } = this.#guest;
    if (workingSet <= 0) return 0;
    const slowed = { ...this.#guest, rate: (rate * speed(this.#throttle)) / this.#speedNow };
    return dirtied(slowed, seconds) * Math.max(0, 1 - listed / this.#listOf);
  }

  /** A guest that is slowed further begins anew: what was reached before says nothing. */
  #slow(pass: { fresh: number; sent: number; seconds: number }): void {
    const before = this.#throttle?.percent ?? 0;
    if (this.#throttle) this.#throttle = nextThrottle(this.#throttle, pass);
    const slower = (this.#throttle?.percent ?? 0) > before || this.#throttle?.rising === true;
    if (this.remaining < this.best * (1 - leastGain)) {
      this.best = this.remaining;
      this.waited = 0;
    } else {
      this.waited = slower ? 0 : this.waited + 1;
    }
  }
}
