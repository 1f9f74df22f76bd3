/** So many at once, and so many a second over time. */
export class TokenBucket {
  readonly #limits: { burst: number; perSecond: number };
  #left: number;
  #at: number;

  constructor(limits: { burst: number; perSecond: number }, nowMs: number) {
    this.#limits = limits;
    this.#left = limits.burst;
    this.#at = nowMs;
  }

  take(nowMs: number): boolean {
    const { burst, perSecond } = this.#limits;
    this.#left = Math.min(burst, this.#left + (Math.max(0, nowMs - this.#at) / 1000) * perSecond);
    this.#at = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
