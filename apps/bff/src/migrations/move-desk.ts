import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import { row as heldRow } from '../inventory/resource-row.ts';
import { iso } from '../inventory/runtime.ts';
import type { MoveReport } from '@orrery/provider-kit/migrator.ts';
import type { KeptMove } from './kept-move.ts';
import type { MoveHistory } from './move-history.ts';
import type { MoveStore } from './move-store.ts';
import { type MoveEnd, TrackedMove } from './tracked-move.ts';

/** Frames of one move come no closer than this: between two and four a second (MG-2). */
const frameMs = 280;
/** Ended moves that stay in the inventory; all are in the database. */
export const endedInMemory = 1_000;

interface Entry {
  move: TrackedMove;
  shownAtMs: number;
  cancelFrame: (() => void) | null;
  /** Writes of one move follow one another. */
  writing: Promise<void>;
  shownWaits: boolean;
}

export interface DeskOptions {
  inventory: InventoryService;
  store: MoveStore;
  history: MoveHistory;
  log: InventoryLog;
}

/** Keeps and shows moves: rows in the inventory, a few frames a second; on disk, so that nothing shown goes back. */
export class MoveDesk {
  readonly #options: DeskOptions;
  readonly #open = new Map<string, Entry>();
  readonly #ended: string[] = [];
  #stopped = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** What earlier processes left: the newest that ended are shown. Answers those that had not ended. */
  async restore(): Promise<KeptMove[]> {
    const { store, history } = this.#options;
    const { items } = await store.ended({ limit: endedInMemory });
    for (const row of items.toReversed()) {
      history.learn(row);
      this.#showEnded(row);
    }
    return store.unfinished();
  }

  stop(): void {
    this.#stopped = true;
    for (const { cancelFrame } of this.#open.values()) cancelFrame?.();
  }

  find(id: string): TrackedMove | undefined {
    return this.#open.get(id)?.move;
  }

  get open(): TrackedMove[] {
    return [...this.#open.values()].map(({ move }) => move);
  }

  /** Known from here on; the same again answers what is known. */
  follow(kept: KeptMove): TrackedMove {
    const known = this.find(kept.row.id);
    if (known) return known;
    const move = new TrackedMove(kept, this.#options.history.past(kept.row.backend ?? ''));
    const entry = { move, shownAtMs: 0, cancelFrame: null, writing: Promise.resolve(), shownWaits: false };
    this.#open.set(kept.row.id, entry);
    this.#save(entry);
    this.#show(entry);
    return move;
  }

  report(id: string, report: MoveReport): void {
    const entry = this.#open.get(id);
    if (!entry || this.#stopped) return;
    const entered = entry.move.report(report, this.#now());
    const named = this.#hostName(entry.move.row.toHost);
    entry.move.row = { ...entry.move.row, toHostName: named ?? entry.move.row.toHostName };
    if (entered) this.#save(entry);
    else this.#saveShown(entry);
    this.#showSoon(entry);
  }

  end(id: string, end: MoveEnd, at = this.#now()): Migration | undefined {
    const entry = this.#open.get(id);
    if (!entry || this.#stopped) return undefined;
    const { move } = entry;
    move.end(end, at);
    entry.cancelFrame?.();
    this.#open.delete(id);
    this.#save(entry);
    this.#options.history.learn(move.row);
    this.#showEnded(move.shown(this.#now()));
    return move.row;
  }

  /** One of an earlier process whose end is known: it is shown as ended, and as nothing else. */
  close(kept: KeptMove, end: MoveEnd, at = this.#now()): Migration {
    const move = new TrackedMove(kept);
    const entry = { move, shownAtMs: 0, cancelFrame: null, writing: Promise.resolve(), shownWaits: false };
    this.#open.set(kept.row.id, entry);
    return this.end(kept.row.id, end, at) ?? kept.row;
  }

  /** What was found out of one after its end: in its row and on disk. */
  async amend(id: string, error: Migration['error']): Promise<void> {
    const { store, inventory, log } = this.#options;
    try {
      const kept = await store.get(id);
      if (kept === undefined || this.#stopped) return;
      const row = { ...kept.row, error };
      await store.save({ ...kept, row });
      if (heldRow(inventory.store, 'migration', id)) inventory.publish([{ ...row, asOf: this.#now() }]);
    } catch (failure) {
      log('error', 'what became of a move could not be written', { error: failure, id });
    }
  }

  #hostName(host: string | null): string | null {
    return host === null ? null : (heldRow(this.#options.inventory.store, 'host', host)?.name ?? null);
  }

  #now(): string {
    return iso(this.#options.inventory.runtime.now());
  }

  #showSoon(entry: Entry): void {
    if (entry.cancelFrame !== null) return;
    const { runtime } = this.#options.inventory;
    const wait = entry.shownAtMs + frameMs - runtime.now();
    if (wait <= 0) return this.#show(entry);
    entry.cancelFrame = runtime.after(wait, () => this.#show(entry));
  }

  #show(entry: Entry): void {
    if (this.#stopped) return;
    entry.cancelFrame?.();
    entry.cancelFrame = null;
    entry.shownAtMs = this.#options.inventory.runtime.now();
    this.#options.inventory.publish([entry.move.shown(this.#now())]);
  }

  #showEnded(row: Migration): void {
    this.#options.inventory.publish([row]);
    this.#ended.push(row.id);
    const surplus = this.#ended.splice(0, Math.max(0, this.#ended.length - endedInMemory));
    if (surplus.length > 0) this.#options.inventory.retract('migration', surplus);
  }

  #save(entry: Entry): void {
    const { record } = entry.move;
    this.#write(entry, async () => {
      await this.#options.store.save(record);
      entry.move.kept = Math.max(entry.move.kept, record.shown);
    });
  }

  /** One waits at a time: it takes the latest figure when its turn comes. */
  #saveShown(entry: Entry): void {
    if (entry.shownWaits || entry.move.fraction <= entry.move.kept) return;
    entry.shownWaits = true;
    this.#write(entry, async () => {
      entry.shownWaits = false;
      const { fraction, row } = entry.move;
      await this.#options.store.saveShown(row.id, fraction);
      entry.move.kept = Math.max(entry.move.kept, fraction);
    });
  }

  #write(entry: Entry, write: () => Promise<void>): void {
    entry.writing = entry.writing.then(write).catch((error: unknown) => {
      this.#options.log('error', 'a move could not be written; its history may lack it', { error });
    });
  }
}
