import type { FactSource } from '@orrery/contract/resources/base.ts';

type Read = (source: FactSource) => Promise<void>;

interface Reading {
  done: Promise<void>;
  /** The one that begins when this has ended, however it ends: who has asked for it. */
  next: { source: FactSource; done: Promise<void> } | null;
}

/**
 * Readings of things anew, by key, never two of the same at once. Wishes that come while their thing is being read become
 * one further reading, begun after them: an answer that was on its way when the thing changed is never the last one taken,
 * and a reading that fails takes nobody's wish with it but those that it was made for.
 */
export class Rereadings {
  readonly #under = new Map<string, Reading>();

  /** What is being read now: it may still turn out to be there. */
  get keys(): string[] {
    return [...this.#under.keys()];
  }

  /** Ends as the first reading that began after this call. */
  read(key: string, source: FactSource, once: Read): Promise<void> {
    const under = this.#under.get(key);
    if (!under) return this.#begin(key, source, once);
    if (under.next) {
      if (source === 'event') under.next.source = 'event';
      return under.next.done;
    }
    const begin = (): Promise<void> => this.#begin(key, next.source, once);
    const next = { source, done: under.done.then(begin, begin) };
    under.next = next;
    return next.done;
  }

  #begin(key: string, source: FactSource, once: Read): Promise<void> {
    const done = once(source).finally(() => {
      // In the same step as the last look at `next`: a wish between the two would be lost.
      if (!reading.next) this.#under.delete(key);
    });
    const reading: Reading = { done, next: null };
    this.#under.set(key, reading);
    return done;
  }
}
