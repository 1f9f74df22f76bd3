/** Whether what a reading says of a thing is the newest that is known of it; to be asked in the step that takes it in. */
export type IsNewest = (key: string) => boolean;

/**
 * For a list of all: which of those known are gone by it. Nor does an answer count any more that is older than the list and
 * tells of something that is not in it.
 */
export type Gone = (known: Iterable<string>, there: ReadonlySet<string>) => string[];

/**
 * Readings of several things beside each other, such as a list of all while one of them is read alone. Answers come in any
 * order; of each thing the answer counts whose question was asked last. Otherwise a list that takes long brings back what
 * was deleted meanwhile, and drops what was made.
 */
export class ReadingOrder {
  #begun = 0;
  readonly #underWay = new Set<number>();
  /** By key, the question whose answer was taken. Kept only while some answer may still be older. */
  readonly #taken = new Map<string, number>();
  #lists: { began: number; there: ReadonlySet<string> }[] = [];

  async read<T>(work: (isNewest: IsNewest, gone: Gone) => Promise<T>): Promise<T> {
    const began = ++this.#begun;
    this.#underWay.add(began);
    try {
      return await work(
        key => this.#take(key, began),
        (known, there) => this.#gone([...known], { began, there }),
      );
    } finally {
      this.#underWay.delete(began);
      const [oldest = Infinity] = this.#underWay;
      // No answer that may still come is older than those.
      this.#lists = this.#lists.filter(list => list.began > oldest);
      if (this.#underWay.size === 0) this.#taken.clear();
    }
  }

  #take(key: string, began: number): boolean {
    if ((this.#taken.get(key) ?? 0) > began) return false;
    if (this.#lists.some(list => list.began > began && !list.there.has(key))) return false;
    this.#taken.set(key, began);
    return true;
  }

  #gone(known: readonly string[], list: { began: number; there: ReadonlySet<string> }): string[] {
    this.#lists.push(list);
    return known.filter(key => !list.there.has(key) && this.#take(key, list.began));
  }
}
