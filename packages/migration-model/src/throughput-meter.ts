interface Point {
  atMs: number;
  bytes: number;
  /** Everything that was dealt with, zero pages too, which cost next to nothing on the wire. */
  pages: number;
}

/** With more zero pages than this among what was sent, the window says little of the link: looking at them took time. */
const mostZeros = 0.25;

/** Long enough to smooth the pacing and one late sample, short enough to see a link slow down. */
const windowMs = 3_000;
/** Looked at for what is to come: a sender that got no time for a second or two is not a slower link. */
const steadyWindowMs = 6_000;
/** But a link that carries so much more for three seconds does carry it. */
const faster = 0.1;
/** Moving at less than this part of the rate before is standing still: a trickle says nothing of what it comes back to. */
const trickle = 0.02;
/** Less than this says nothing: the first samples fall into a burst or a pause of the sender. */
const shortestMs = 700;
/** Nothing at all for so long: it stands still, and the last rate is kept as what it may come back to. */
export const stalledAfterMs = 3_000;

/** Bytes per second, over the last seconds in which something was sent (MM-3). */
export class ThroughputMeter {
  #points: Point[] = [];
  #rate: number | null = null;
  #steady: number | null = null;
  /** What went over the wire while mostly zero pages were found: all there is until there is better. */
  #least: { rate: number; share: number } | null = null;
  #movedAtMs: number | null = null;

  observe(atMs: number, bytes: number, pages = bytes): void {
    const last = this.#points.at(-1);
    if (last && (atMs <= last.atMs || bytes < last.bytes || pages < last.pages)) return;
    const moved = !last || pages - last.pages > this.#trickleIn(atMs - last.atMs);
    if (last && moved && this.stalledForMs(last.atMs) >= stalledAfterMs / 3) {
      // It moves again: the time in which it stood still is not part of how fast it goes.
      this.#points = [last];
    }
    if (moved) this.#movedAtMs = atMs;
    this.#points.push({ atMs, bytes, pages });
    const from = this.#points.findLastIndex(p => p.atMs <= atMs - steadyWindowMs);
    if (from > 0) this.#points = this.#points.slice(from);
    this.#measure();
  }

  /** A new limit: what was measured under the old one says nothing any more, but serves until there is better. */
  restart(expected: number | null): void {
    this.#points = this.#points.slice(-1);
    this.#rate = expected ?? this.#rate;
    this.#steady = this.#rate;
  }

  get rate(): number | null {
    return this.#rate;
  }

  /**
   * Where nothing but windows full of zero pages was seen so far: the bytes per second that were sent all the same, of
   * which a link carries at least so many, and which share they had of all that was dealt with.
   */
  get least(): { rate: number; share: number } | null {
    return this.#rate === null ? this.#least : null;
  }

  /** What may be expected of the rest of a move: over twice as long, so that a short lapse weighs less. */
  get steadyRate(): number | null {
    return this.#steady;
  }

  stalledForMs(nowMs: number): number {
    return this.#movedAtMs === null ? 0 : Math.max(0, nowMs - this.#movedAtMs);
  }

  #trickleIn(ms: number): number {
    return (trickle * (this.#rate ?? 0) * ms) / 1000;
  }

  #measure(): void {
    const last = this.#points.at(-1);
    // While it stands still the last rate is the best guess of what it will be.
    if (!last || this.stalledForMs(last.atMs) >= stalledAfterMs / 3) return;
    const recent = this.#rateSince(last.atMs - windowMs);
    if (recent === null) {
      this.#least = this.#leastSince(last.atMs - steadyWindowMs) ?? this.#least;
      return;
    }
    this.#rate = recent;
    const steady = this.#rateSince(last.atMs - steadyWindowMs) ?? recent;
    this.#steady = recent > (1 + faster) * steady ? recent : steady;
  }

  /** Null where too little was seen since then, or mostly zero pages. */
  #rateSince(ms: number): number | null {
    const seen = this.#seenSince(ms);
    if (seen === null || seen.bytes < (1 - mostZeros) * seen.pages) return null;
    return seen.bytes > 0 ? seen.bytes / seen.seconds : null;
  }

  #leastSince(ms: number): { rate: number; share: number } | null {
    const seen = this.#seenSince(ms);
    if (seen === null || seen.bytes <= 0) return null;
    return { rate: seen.bytes / seen.seconds, share: Math.min(1, seen.bytes / seen.pages) };
  }

  #seenSince(ms: number): { seconds: number; bytes: number; pages: number } | null {
    const first =
      this.#points[
        Math.max(
          0,
          this.#points.findLastIndex(p => p.atMs <= ms),
        )
      ];
    const last = this.#points.at(-1);
    if (!first || !last || last.atMs - first.atMs < shortestMs) return null;
    return {
      seconds: (last.atMs - first.atMs) / 1000,
      bytes: last.bytes - first.bytes,
      pages: last.pages - first.pages,
    };
  }
}
