import type { Clock } from './clock.ts';
import type { ActionRequest } from './action.ts';

/** A backend may send an event some time after the answer to the call that caused it (libvirt does). */
const lingerMs = 3_000;

interface Own {
  operation: string;
  /** Event types that it must cause, each as often as it must come, less those that have come. */
  due: string[];
  running: boolean;
}

/** Tells what Orrery's own operations cause from what others do. */
export class OwnOperations {
  readonly #clock: Clock;
  readonly #byTarget = new Map<string, Own[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `due`: the types of events that it must cause; one that comes from each of several hosts is named so often. */
  begin(target: string, operation: string, due: readonly string[]): () => void {
    const own: Own = { operation, due: [...due], running: true };
    this.#byTarget.set(target, [...(this.#byTarget.get(target) ?? []), own]);
    return () => {
      own.running = false;
      if (own.due.length === 0) this.#forget(target, own);
      else this.#clock.after(lingerMs, () => this.#forget(target, own));
    };
  }

  /** Runs in the name of an operation, so that the events it causes are told as its own. */
  async during<T>(
    { id, operation }: Pick<ActionRequest, 'id' | 'operation'>,
    causes: readonly string[],
    run: () => Promise<T>,
  ): Promise<T> {
    const end = this.begin(id, operation, causes);
    try {
      return await run();
    } finally {
      end();
    }
  }

  /** The operation in whose course an event happens; undefined: made outside. */
  claim(target: string, type: string): string | undefined {
    const list = this.#byTarget.get(target) ?? [];
    const own = list.find(o => o.due.includes(type)) ?? list.find(o => o.running);
    if (!own) return undefined;
    if (own.due.includes(type)) own.due.splice(own.due.indexOf(type), 1);
    if (!own.running && own.due.length === 0) this.#forget(target, own);
    return own.operation;
  }

  #forget(target: string, own: Own): void {
    const rest = (this.#byTarget.get(target) ?? []).filter(o => o !== own);
    if (rest.length > 0) this.#byTarget.set(target, rest);
    else this.#byTarget.delete(target);
  }
}
