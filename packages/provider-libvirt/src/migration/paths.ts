/** What the ways between hosts have carried lately: the best guess of what they will carry next. */
export class Paths {
  readonly #bytesPerSecond = new Map<string, number>();

  /** Of a move that was held back by no limit. */
  learn(from: string, to: string, bytesPerSecond: number): void {
    if (bytesPerSecond > 0) this.#bytesPerSecond.set(`${from} ${to}`, bytesPerSecond);
  }

  /** Null: nothing has gone that way, in either direction. */
  between(from: string, to: string): number | null {
    return this.#bytesPerSecond.get(`${from} ${to}`) ?? this.#bytesPerSecond.get(`${to} ${from}`) ?? null;
  }
}
