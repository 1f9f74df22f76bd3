import type { OutsideMove } from '@orrery/provider-kit/migrator.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';
import type { MoveDesk } from './move-desk.ts';
import { newOutsideMove } from './new-move.ts';
import type { KeptMove } from './kept-move.ts';
import type { MoveEnd } from './tracked-move.ts';

interface OutsideOptions {
  inventory: InventoryService;
  desk: MoveDesk;
}

/** A back end that has one still running tells of it again within this time after a restart. */
const toldAgainMs = 60_000;
/** Back ends without names for jobs know one by when it began, which they tell a little differently each time. */
const sameStartMs = 10_000;

/** Moves that somebody else began, as the back ends tell of them (MG-6). */
export class OutsideMoves {
  readonly #options: OutsideOptions;
  /** Of an earlier process, and not told of since. */
  readonly #unheard = new Map<string, KeptMove>();
  readonly #calledOff = new Set<string>();
  /** Other ids under which a move that is known was told of again. */
  readonly #aliases = new Map<string, string>();

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  restore(kept: KeptMove): void {
    this.#unheard.set(kept.row.id, kept);
    this.#options.desk.follow(kept);
    this.#options.inventory.runtime.after(toldAgainMs, () => this.#giveUp(kept.row.id));
  }

  take(backend: string, told: OutsideMove): void {
    const { desk, inventory } = this.#options;
    const move = { ...told, id: this.#knownId(told) };
    this.#unheard.delete(move.id);
    if (move.ended !== null && desk.find(move.id) === undefined && !this.#isNew(move)) return;
    if (desk.find(move.id) === undefined)
      desk.follow({ row: newOutsideMove(move, { store: inventory.store, backend }), basis: null, shown: 0 });
    const { ended, ...report } = move;
    desk.report(move.id, report);
    if (ended === null) return;
    const { message, at } = ended;
    const state = ended.state === 'failed' && this.#stayed(move) ? 'cancelled' : ended.state;
    this.#calledOff.delete(move.id);
    this.#aliases.delete(told.id);
    const error =
      state === 'failed'
        ? { code: 'backend.refused', message: 'The move failed', cause: message, advice: null }
        : null;
    desk.end(move.id, { state, error }, at);
  }

  /** It was asked to end, by us. */
  calledOff(id: string): void {
    this.#calledOff.add(id);
  }

  /** One that is followed already keeps its id: over a restart of Orrery too, and after its host was out of reach. */
  #knownId({ id, instance, fromHost, startedAt }: OutsideMove): string {
    const { desk } = this.#options;
    const alias = this.#aliases.get(id);
    if (alias !== undefined || desk.find(id) !== undefined) return alias ?? id;
    const same = desk.open.find(
      ({ row: open }) =>
        open.operation === null &&
        open.instance === instance &&
        open.fromHost === fromHost &&
        Math.abs(Date.parse(open.startedAt ?? open.asOf) - Date.parse(startedAt)) <= sameStartMs,
    );
    if (same === undefined) return id;
    this.#aliases.set(id, same.row.id);
    return same.row.id;
  }

  /** Back ends that do not tell why one came to nothing: after a call-off of ours it is that. */
  #stayed({ id, instance, fromHost, ended }: OutsideMove): boolean {
    if (!this.#calledOff.has(id)) return false;
    // The row of the instance may be behind what its back end has seen.
    if (ended?.stayed !== undefined) return ended.stayed;
    return row(this.#options.inventory.store, 'instance', instance)?.host === fromHost;
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
    this.#options.desk.end(id, this.#endUnheard(kept.row));
    this.#calledOff.delete(id);
  }

  #endUnheard({ id, instance, fromHost, toHost }: KeptMove['row']): MoveEnd {
    const host = row(this.#options.inventory.store, 'instance', instance)?.host;
    if (toHost !== null && host === toHost) return { state: 'succeeded', error: null };
    // Called off before anybody had told of it again.
    if (this.#calledOff.has(id) && host === fromHost) return { state: 'cancelled', error: null };
    return { state: 'failed', error: away };
  }
}

const away = {
  code: 'operation.outcome-unknown',
  message: 'Orrery was away when this move ended',
  cause: null,
  advice: null,
};
