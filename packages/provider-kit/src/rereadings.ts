import type { FactSource } from '@orrery/contract/resources/base.ts';

interface Reading {
  /** Who has asked for it once more since it began. */
  again: FactSource | null;
  done: Promise<void>;
}

/**
 * Readings of things anew, by key, never two of the same at once. A wish that comes while its thing is being read becomes
 * one further reading, begun after the wish: an answer that was on its way when the thing changed is never the last one
 * taken. Two readings beside each other may end in the other order and bring back what is gone.
 */
export class Rereadings {
  readonly #under = new Map<string, Reading>();

  /** Resolves when the thing has been read by a reading that began after this call. */
  read(key: string, source: FactSource, once: (source: FactSource) => Promise<void>): Promise<void> {
    const under = this.#under.get(key);
    if (under) {
      under.again = under.again === 'event' ? 'event' : source;
      return under.done;
    }
    const reading: Reading = { again: source, done: Promise.resolve() };
    this.#under.set(key, reading);
    reading.done = this.#untilQuiet(key, reading, once);
    return reading.done;
  }

  async #untilQuiet(
    key: string,
    reading: Reading,
    once: (source: FactSource) => Promise<void>,
  ): Promise<void> {
    try {
      while (reading.again !== null) {
        const source = reading.again;
        reading.again = null;
        await once(source);
      }
    } finally {
      // In the same step as the last look at `again`: a wish between the two would be lost.
      this.#under.delete(key);
    }
  }
}
