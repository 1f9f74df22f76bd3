/** Until it is really done, this is the most that is shown. */
const mostBeforeEnd = 0.99;

/** The fraction that people see: of the time, not of the bytes, and it never goes back (MM-9). */
export class ShownFraction {
  #shown: number;

  constructor(from = 0) {
    this.#shown = Math.min(mostBeforeEnd, Math.max(0, from));
  }

  /** `remainingMs` null: nobody knows, or it would never end. Then it stays where it is. */
  observe(elapsedMs: number, remainingMs: number | null): number {
    if (remainingMs !== null && Number.isFinite(remainingMs) && elapsedMs >= 0) {
      const whole = elapsedMs + Math.max(0, remainingMs);
      const fraction = whole > 0 ? elapsedMs / whole : 0;
      this.#shown = Math.max(this.#shown, Math.min(mostBeforeEnd, fraction));
    }
    return this.#shown;
  }

  finish(): number {
    this.#shown = 1;
    return 1;
  }
}
