import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { EngineLink } from '../engine/engine-link.ts';

/** Moves of little say nothing of the path: the calls around them take longer than the bytes. */
const leastBytes = 4_000_000;
const measureMs = 800;
/** What is read here has to be written there meanwhile: of the speed of reading, so much is left. */
const shareOfReading = 0.4;

/** How fast bytes came from one engine to another, as it was found out. */
export class PathSpeed {
  readonly #clock: Clock;
  readonly #known = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Bytes per second; null when nobody knows. */
  between(from: string, to: string): number | null {
    return this.#known.get(`${from} ${to}`) ?? this.#known.get(`${from} `) ?? null;
  }

  moved(from: string, to: string, { bytes, ms }: { bytes: number; ms: number }): void {
    if (bytes >= leastBytes && ms > 0) this.#known.set(`${from} ${to}`, (bytes * 1000) / ms);
  }

  /** Reads of an image for a moment; nothing is kept of it. */
  async measure({ live, name }: EngineLink, image: string, signal: AbortSignal): Promise<void> {
    const began = this.#clock.now();
    let bytes = 0;
    const stream = await live.work.stream({ method: 'GET', path: `/images/${image}/get` }, { signal });
    try {
      for await (const piece of stream) {
        // A stream without an encoding gives buffers.
        bytes += (piece as Buffer).length;
        if (this.#clock.now() - began > measureMs) break;
      }
    } finally {
      stream.destroy();
    }
    const ms = Math.max(1, this.#clock.now() - began);
    this.#known.set(`${name} `, (shareOfReading * bytes * 1000) / ms);
  }
}
