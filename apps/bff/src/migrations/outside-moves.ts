import type { OutsideMove } from '@orrery/provider-kit/migrator.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';
import type { MoveDesk } from './move-desk.ts';
import { newOutsideMove } from './new-move.ts';
import type { KeptMove } from './kept-move.ts';

interface OutsideOptions {
  inventory: InventoryService;
  desk: MoveDesk;
}

/** A back end that has one still running tells of it again within this time after a restart. */
const toldAgainMs = 60_000;

/** Moves that somebody else began, as the back ends tell of them (MG-6). */
export class OutsideMoves {
  readonly #options: OutsideOptions;
  /** Of an earlier process, and not told of since. */
  readonly #unheard = new Map<string, KeptMove>();

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  restore(kept: KeptMove): void {
    this.#unheard.set(kept.row.id, kept);
    this.#options.desk.follow(kept);
    this.#options.inventory.runtime.after(toldAgainMs, () => this.#giveUp(kept.row.id));
  }

  take(backend: string, move: OutsideMove): void {
    const { desk, inventory } = this.#options;
    this.#unheard.delete(move.id);
    if (move.ended !== null && desk.find(move.id) === undefined && !this.#isNew(move)) return;
    if (desk.find(move.id) === undefined)
      desk.follow({ row: newOutsideMove(move, { store: inventory.store, backend }), basis: null, shown: 0 });
    const { ended, ...report } = move;
    // Not by our means: whoever began it ends it.
    desk.report(move.id, { ...report, cancellable: false });
    if (ended === null) return;
    const { state, message, at } = ended;
    const error =
      state === 'failed'
        ? { code: 'backend.refused', message: 'The move failed', cause: message, advice: null }
        : null;
    desk.end(move.id, { state, error }, at);
  }

  /** Told of once more after it was kept: nothing new. */
  #isNew({ id }: OutsideMove): boolean {
    return row(this.#options.inventory.store, 'migration', id) === undefined;
  }

  /** It ended while nobody looked: where the instance is now tells how. */
  #giveUp(id: string): void {
    const kept = this.#unheard.get(id);
    if (kept === undefined) return;
    this.#unheard.delete(id);
    const { instance, toHost } = kept.row;
    const arrived =
      toHost !== null && row(this.#options.inventory.store, 'instance', instance)?.host === toHost;
    const error = {
      code: 'operation.outcome-unknown',
      message: 'Orrery was away when this move ended',
      cause: null,
      advice: null,
    };
    this.#options.desk.end(id, arrived ? { state: 'succeeded', error: null } : { state: 'failed', error });
  }
}
