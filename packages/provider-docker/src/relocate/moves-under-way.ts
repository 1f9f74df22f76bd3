import type { Clock } from '@orrery/provider-kit/clock.ts';

/** Events of a move may arrive a little after its end. */
const lingerMs = 3_000;

/** Instances that are being moved: what happens to their containers is a part of that. */
export class MovesUnderWay {
  readonly #clock: Clock;
  readonly #natives = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(native: string): boolean {
    return this.#natives.has(native);
  }

  begin(native: string): () => void {
    this.#natives.add(native);
    return () => void this.#clock.after(lingerMs, () => this.#natives.delete(native));
  }
}
