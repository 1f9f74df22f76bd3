import type { Host } from '@orrery/contract/resources/host.ts';
import { eq } from 'drizzle-orm';
import { hostMaintenanceTable as table } from '../database/schema/moves.ts';
import type { Db } from '../identity/context.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import type { HostMarks } from '../inventory/marks.ts';
import { amend, row } from '../inventory/resource-row.ts';

/** What is kept of a host that is out of service. */
export interface MaintenanceMark {
  reason: string | null;
  by: string;
  since: string;
}

/** Where marks survive a restart. */
export interface MaintenanceStore {
  all: () => Promise<(MaintenanceMark & { host: string })[]>;
  set: (host: string, mark: MaintenanceMark) => Promise<void>;
  clear: (host: string) => Promise<void>;
}

export function createMaintenanceStore(db: Db): MaintenanceStore {
  return {
    all: async () => {
      const rows = await db.select().from(table);
      return rows.map(({ since, ...mark }) => ({ ...mark, since: since.toISOString() }));
    },
    set: async (host, { reason, by, since }) => {
      const mark = { reason, by, since: new Date(since) };
      await db
        .insert(table)
        .values({ host, ...mark })
        .onConflictDoUpdate({ target: table.host, set: mark });
    },
    clear: async host => {
      await db.delete(table).where(eq(table.host, host));
    },
  };
}

type Said = Pick<Host, 'status' | 'reason'>;

/** Hosts that Orrery keeps out of service itself, where their back ends know no maintenance (MG-12). */
export class Maintenance implements HostMarks {
  readonly #inventory: Pick<InventoryService, 'store' | 'hostMarks'>;
  readonly #store: MaintenanceStore;
  readonly #marks = new Map<string, MaintenanceMark>();
  /** What the back ends say of marked hosts. */
  readonly #said = new Map<string, Said>();

  constructor(inventory: Pick<InventoryService, 'store' | 'hostMarks'>, store: MaintenanceStore) {
    this.#inventory = inventory;
    this.#store = store;
  }

  /** Before any backend is opened: rows are to appear as they are. */
  async start(): Promise<void> {
    for (const { host, ...mark } of await this.#store.all()) this.#marks.set(host, mark);
    this.#inventory.hostMarks = this;
  }

  overlay(host: Host): Host {
    const mark = this.#marks.get(host.id);
    if (mark === undefined) return host;
    this.#said.set(host.id, { status: host.status, reason: host.reason });
    return { ...host, ...shownWith(mark, host) };
  }

  async enter(host: Host, mark: MaintenanceMark): Promise<void> {
    await this.#store.set(host.id, mark);
    this.#said.set(host.id, { status: host.status, reason: host.reason });
    this.#marks.set(host.id, mark);
    this.#show(host.id, shownWith(mark, host));
  }

  async exit(host: string): Promise<void> {
    await this.#store.clear(host);
    this.#marks.delete(host);
    const said = this.#said.get(host);
    this.#said.delete(host);
    if (said) this.#show(host, said);
  }

  isMarked(host: string): boolean {
    return this.#marks.has(host);
  }

  #show(id: string, said: Said): void {
    const held = row(this.#inventory.store, 'host', id);
    if (held) this.#inventory.store.apply([amend<Host>(held, said)]);
  }
}

/** That it cannot be reached is said before that it is out of service. */
const shownWith = ({ reason, by }: MaintenanceMark, { status, reason: own }: Said): Said =>
  status === 'up'
    ? { status: 'maintenance', reason: reason ?? `Taken out of service by ${by}` }
    : { status, reason: own };
