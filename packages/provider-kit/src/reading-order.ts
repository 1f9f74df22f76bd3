/** Whether what a reading says of a thing is the newest that is known of it; to be asked in the step that takes it in. */
export type IsNewest = (key: string) => boolean;

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

  async read<T>(work: (isNewest: IsNewest) => Promise<T>): Promise<T> {
    const began = ++this.#begun;
    this.#underWay.add(began);
    try {
      return await work(key => this.#take(key, began));
    } finally {
      this.#underWay.delete(began);
      if (this.#underWay.size === 0) this.#taken.clear();
    }
  }

  #take(key: string, began: number): boolean {
    if ((this.#taken.get(key) ?? 0) > began) return false;
    this.#taken.set(key, began);
    return true;
  }
}
