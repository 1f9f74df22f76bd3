import type { Actor } from '@orrery/contract/resources/operation.ts';
import { rulesOf } from '../inventory/actions-of.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { iso } from '../inventory/runtime.ts';
import { isFinished, type OperationRecord, toResource } from './operation-record.ts';

/** Finished operations that stay in the inventory; all are in the database. */
export const keptInMemory = 5_000;
/** Progress is shown this often at most. */
const progressEveryMs = 200;
/** An event that comes this long after an operation ended is still its doing. */
const attributedMs = 10_000;

/** The operation that changes at a target come from. */
interface Behind {
  actor: Actor;
  operation: string;
  project: string | null;
}

/** Shows operations in the inventory: as rows of their own, and as the word of what is being done to a target. */
export class Board {
  readonly #inventory: InventoryService;
  readonly #finished: string[] = [];
  readonly #pending = new Map<string, { record: OperationRecord; cancel: () => void }>();
  readonly #behind = new Map<string, Behind & { until: number }>();

  constructor(inventory: InventoryService) {
    this.#inventory = inventory;
    inventory.journal.attribute = target => this.#attribute(target);
  }

  show(record: OperationRecord): void {
    this.#pending.get(record.id)?.cancel();
    this.#pending.delete(record.id);
    // What the backend said before it answered is in the row before the operation is seen to have ended.
    if (isFinished(record)) this.#inventory.catchUp(record.backend, record.target);
    this.#inventory.publish([toResource(record, iso(this.#inventory.runtime.now()))]);
    if (isFinished(record)) this.#ended(record);
  }

  /** Soon: the latest of many reports. */
  showSoon(record: OperationRecord): void {
    const pending = this.#pending.get(record.id);
    if (pending !== undefined) {
      pending.record = record;
      return;
    }
    const cancel = this.#inventory.runtime.after(progressEveryMs, () => {
      const latest = this.#pending.get(record.id)?.record;
      if (latest !== undefined) this.show(latest);
    });
    this.#pending.set(record.id, { record, cancel });
  }

  began(record: OperationRecord): void {
    const { actor, id: operation, project } = record;
    this.#behind.set(record.target, { actor, operation, project, until: Number.POSITIVE_INFINITY });
    const transition = rulesOf(record.kind).find(({ name }) => name === record.action)?.transition;
    if (record.kind === 'instance' && transition) {
      this.#inventory.transitions.begin(record.target, record.id, transition);
    }
  }

  #ended(record: OperationRecord): void {
    this.#inventory.transitions.end(record.target, record.id);
    const behind = this.#behind.get(record.target);
    if (behind?.operation === record.id) behind.until = this.#inventory.runtime.now() + attributedMs;
    this.#finished.push(record.id);
    const surplus = this.#finished.splice(0, Math.max(0, this.#finished.length - keptInMemory));
    if (surplus.length > 0) this.#inventory.retract('operation', surplus);
  }

  #attribute(target: string): Behind | null {
    const behind = this.#behind.get(target);
    if (behind === undefined) return null;
    if (behind.until >= this.#inventory.runtime.now()) return behind;
    this.#behind.delete(target);
    return null;
  }
}
