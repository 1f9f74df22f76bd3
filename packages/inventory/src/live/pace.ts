/**
 * When a query may speak again: at once after a quiet time, then at most every interval, with the latest state.
 * A change that may turn out to be invisible (something moved, perhaps outside the window) is looked at no more often
 * than that either; a change of a shown row is looked at as soon as a frame is allowed.
 */
export class Pace {
  private spokeAt = Number.NEGATIVE_INFINITY;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private readonly intervalMs: () => number;
  private moved = false;
  private content = false;

  constructor(intervalMs: () => number) {
    this.intervalMs = intervalMs;
  }

  noteMoved(): void {
    this.moved = true;
  }

  noteContent(): void {
    this.content = true;
  }

  /** Epoch milliseconds; undefined when there is nothing to look at. */
  get dueAt(): number | undefined {
    if (this.content) return this.spokeAt + this.intervalMs();
    if (this.moved) return Math.max(this.spokeAt, this.lookedAt) + this.intervalMs();
    return undefined;
  }

  looked(now: number, spoke: boolean): void {
    this.lookedAt = now;
    if (spoke) this.spokeAt = now;
    this.moved = false;
    this.content = false;
  }
}
