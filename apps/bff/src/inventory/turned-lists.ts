/** Long enough to fetch the next page, short enough to be what is there now. */
const keptMs = 10_000;
const mostLists = 8;

interface Turned {
  readonly ids: readonly string[];
  readonly revision: number;
  readonly at: number;
}

interface Moment {
  /** Of the store. */
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The order of lists whose pages are being turned. To find and sort 20,000 rows takes a quarter of a second, and a script
 * that reads them all asks for twenty pages: they are pages of one list, so none comes twice and none is left out.
 */
export class TurnedLists {
  readonly #lists = new Map<string, Turned>();

  /** `next`: a page after the first, which may be of a list that has changed a little since. */
  find(key: string, { revision, now }: Moment, next: boolean): readonly string[] | undefined {
    const known = this.#lists.get(key);
    if (known === undefined) return undefined;
    const fits = known.revision === revision || (next && now - known.at <= keptMs);
    return fits ? known.ids : undefined;
  }

  keep(key: string, ids: readonly string[], { revision, now }: Moment): void {
    for (const [old, { at }] of this.#lists) if (now - at > keptMs) this.#lists.delete(old);
    this.#lists.delete(key);
    for (const oldest of this.#lists.keys()) {
      if (this.#lists.size < mostLists) break;
      this.#lists.delete(oldest);
    }
    this.#lists.set(key, { ids, revision, at: now });
  }
}
