/** A value that can be watched; the shape of React's useSyncExternalStore. */
export interface Watchable<T> {
  /** The same object until it changes. */
  getSnapshot: () => T;
  /** Returns the unsubscription. */
  subscribe: (listener: () => void) => () => void;
}

export class Observable<T> implements Watchable<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly getSnapshot = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    // Wrapped, so that one function may be given twice.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}
