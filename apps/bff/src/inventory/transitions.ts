import type { Instance, InstanceStatus } from '@orrery/contract/resources/instance.ts';
import { instanceStatusSchema, powerStates } from '@orrery/contract/resources/instance.ts';
import { amend, type InventoryStore, row } from './resource-row.ts';

interface Transition {
  readonly operation: string;
  readonly word: InstanceStatus;
  /** What the backend says beneath. */
  status: InstanceStatus;
}

const settled = new Set<string>(powerStates);

/** While an operation runs on an instance, its status is the operation's word; then the backend's again. */
export class Transitions {
  readonly #running = new Map<string, Transition>();
  readonly #store: InventoryStore;

  constructor(store: InventoryStore) {
    this.#store = store;
  }

  begin(id: string, operation: string, word: string): void {
    const held = row(this.#store, 'instance', id);
    const parsed = instanceStatusSchema.safeParse(word);
    if (!parsed.success) return;
    // After a restart the operation may be known before the instance is.
    const status = this.#running.get(id)?.status ?? held?.status ?? 'unknown';
    this.#running.set(id, { operation, word: parsed.data, status });
    if (held !== undefined) this.#store.apply([amend(held, { status: parsed.data })]);
  }

  end(id: string, operation: string): void {
    const transition = this.#running.get(id);
    if (transition?.operation !== operation) return;
    this.#running.delete(id);
    const held = row(this.#store, 'instance', id);
    if (held !== undefined) this.#store.apply([amend(held, { status: transition.status })]);
  }

  /** What the backend reports, with the word of the running operation. Its own transitions are shown as they are. */
  overlay(reported: Instance): Instance {
    const transition = this.#running.get(reported.id);
    if (transition === undefined) return reported;
    transition.status = reported.status;
    return settled.has(reported.status) ? { ...reported, status: transition.word } : reported;
  }
}
