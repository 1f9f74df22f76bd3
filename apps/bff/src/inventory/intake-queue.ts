import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Change } from '@orrery/inventory/store/types.ts';

type Whole = Extract<Change<Resource>, { op: 'upsert' | 'remove' }>;
export type Sample = Extract<Change<Resource>, { op: 'patch' }>;
/** A mark that Orrery itself puts on a row, whatever the row says by then. */
export interface Mark {
  readonly op: 'mark';
  readonly kind: ResourceKind;
  readonly id: string;
  readonly stale: boolean;
  /** Why its host cannot be reached; null when it can, or is only silent. */
  readonly lost: string | null;
}
export type Intake = Whole | Sample | Mark;

/**
 * What a backend reported and the store has not taken yet. Of each resource only the latest state, sample and mark
 * wait, so a provider that floods costs memory for its resources once, and never delays another backend.
 */
export class IntakeQueue {
  readonly #whole = new Map<string, Whole>();
  readonly #samples = new Map<string, Sample>();
  readonly #marks = new Map<string, Mark>();
  readonly #limit: number;
  #refused = 0;

  /** `limit`: different resources waiting at most. Beyond it, new ones are refused until it has drained. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#whole.size + this.#samples.size + this.#marks.size;
  }

  /** How many were refused since the last asking. The caller lists anew then. */
  takeRefused(): number {
    const refused = this.#refused;
    this.#refused = 0;
    return refused;
  }

  push(change: Whole): void {
    const id = change.op === 'upsert' ? change.resource.id : change.id;
    const waiting = this.#whole.get(id);
    if (waiting === undefined && this.#full()) return;
    if (waiting !== undefined && asOf(waiting) > asOf(change)) return;
    this.#whole.set(id, change);
    // A mark was made of the state before this one.
    this.#marks.delete(id);
  }

  sample(change: Sample): void {
    const waiting = this.#samples.get(change.id);
    if (waiting === undefined && this.#full()) return;
    const patch = waiting ? { ...waiting.patch, ...change.patch } : change.patch;
    this.#samples.set(change.id, { ...change, patch });
  }

  /** Never refused: one a resource that is held anyway. */
  mark(mark: Mark): void {
    this.#marks.set(mark.id, mark);
  }

  /** Takes up to `count`, whole ones first: samples and marks need their resource. */
  take(count: number): Intake[] {
    const taken: Intake[] = [];
    for (const queue of [this.#whole, this.#samples, this.#marks]) {
      for (const [id, change] of queue) {
        if (taken.length >= count) return taken;
        taken.push(change);
        queue.delete(id);
      }
    }
    return taken;
  }

  /** All that waits of one resource. */
  takeOf(id: string): Intake[] {
    const taken: Intake[] = [];
    for (const queue of [this.#whole, this.#samples, this.#marks]) {
      const change = queue.get(id);
      if (change !== undefined) taken.push(change);
      queue.delete(id);
    }
    return taken;
  }

  #full(): boolean {
    if (this.#whole.size + this.#samples.size < this.#limit) return false;
    this.#refused++;
    return true;
  }
}

const asOf = (change: Whole): string => (change.op === 'upsert' ? change.resource.asOf : change.asOf);
