interface Point {
  atMs: number;
  bytes: number;
  /** Everything that was dealt with, zero pages too, which cost next to nothing on the wire. */
  pages: number;
}

/** With more zero pages than this among what was sent, the window says nothing of the link. */
const mostZeros = 0.25;

/** Long enough to smooth the pacing and one late sample, short enough to see a link slow down. */
const windowMs = 3_000;
/** Less than this says nothing: the first samples fall into a burst or a pause of the sender. */
const shortestMs = 700;
/** Nothing at all for so long: it stands still, and the last rate is kept as what it may come back to. */
export const stalledAfterMs = 3_000;

/** Bytes per second, over the last seconds in which something was sent (MM-3). */
export class ThroughputMeter {
  #points: Point[] = [];
  #rate: number | null = null;
  #movedAtMs: number | null = null;

  observe(atMs: number, bytes: number, pages = bytes): void {
    const last = this.#points.at(-1);
    if (last && (atMs <= last.atMs || bytes < last.bytes || pages < last.pages)) return;
    if (last && pages > last.pages && this.stalledForMs(last.atMs) >= stalledAfterMs / 3) {
      // It moves again: the time in which it stood still is not part of how fast it goes.
      this.#points = [last];
    }
    if (!last || pages > last.pages) this.#movedAtMs = atMs;
    this.#points.push({ atMs, bytes, pages });
    const from = this.#points.findLastIndex(p => p.atMs <= atMs - windowMs);
    if (from > 0) this.#points = this.#points.slice(from);
    this.#measure();
  }

  /** A new limit: what was measured under the old one says nothing any more, but serves until there is better. */
  restart(expected: number | null): void {
    this.#points = this.#points.slice(-1);
    this.#rate = expected ?? this.#rate;
  }

  get rate(): number | null {
    return this.#rate;
  }

  stalledForMs(nowMs: number): number {
    return this.#movedAtMs === null ? 0 : Math.max(0, nowMs - this.#movedAtMs);
  }

  #measure(): void {
    const first = this.#points.at(0);
    const last = this.#points.at(-1);
    if (!first || !last || last.atMs - first.atMs < shortestMs) return;
    // While it stands still the last rate is the best guess of what it will be.
    if (this.stalledForMs(last.atMs) >= stalledAfterMs / 3) return;
    if (last.bytes - first.bytes < (1 - mostZeros) * (last.pages - first.pages)) return;
    const rate = (1000 * (last.bytes - first.bytes)) / (last.atMs - first.atMs);
    if (rate > 0) this.#rate = rate;
  }
}
