import { type Clock, pause } from '@orrery/provider-kit/clock.ts';

/** Shorter rests are saved up. */
const leastRestMs = 20;

/** Lets bytes pass at a rate that may be changed while they do. */
export class Throttle {
  readonly #clock: Clock;
  #rate: number | null;
  /** When what has passed so far would have passed at the rate. */
  #dueAt = 0;

  /** Bytes per second; null: as fast as it goes. */
  constructor(clock: Clock, rate: number | null) {
    this.#clock = clock;
    this.#rate = rate;
  }

  get rate(): number | null {
    return this.#rate;
  }

  set rate(rate: number | null) {
    this.#rate = rate;
    this.#dueAt = 0;
  }

  async pass(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.#rate === null) return;
    const now = this.#clock.now();
    this.#dueAt = Math.max(this.#dueAt, now) + (bytes * 1000) / this.#rate;
    const rest = this.#dueAt - now;
    if (rest >= leastRestMs) await pause(this.#clock, rest, signal);
  }
}
