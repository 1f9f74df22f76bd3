/** When which step of the start was reached, in whole milliseconds since the process began. */
export class Phases {
  readonly #now: () => number;
  readonly #times = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  reached(phase: string): void {
    this.#times.set(phase, Math.round(this.#now()));
  }

  get times(): Record<string, number> {
    return Object.fromEntries(this.#times);
  }
}
