import type { Network } from '@orrery/contract/resources/network.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { eq, sql } from 'drizzle-orm';
import { networkOfferTable, resourceOwnerTable } from '../database/schema/self-service.ts';
import type { Db } from '../identity/context.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import { type Marks, offered } from '../inventory/marks.ts';
import { amend, row } from '../inventory/resource-row.ts';
import { isProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { OperationRecord } from '../operations/operation-record.ts';
import { isStorage } from './project-totals.ts';

export interface OwnersOptions {
  db: Db;
  inventory: Pick<InventoryService, 'store' | 'marks'>;
  log: InventoryLog;
}

/** Owners of what backends cannot mark, and which networks are offered (docs/adr/0016). */
export class Owners implements Marks {
  readonly #options: OwnersOptions;
  readonly #owners = new Map<string, string>();
  readonly #offers = new Map<string, boolean>();
  /** Ids of resources on their way to disk, with the project. */
  readonly #claiming = new Map<string, string>();
  /** Marks found on backends that are none of this Orrery's projects. */
  readonly #foreign = new Set<string>();

  constructor(options: OwnersOptions) {
    this.#options = options;
  }

  /** Before any backend is opened: rows are to appear with their owners. */
  async start(): Promise<void> {
    const { db, inventory } = this.#options;
    for (const { id, project } of await db.select().from(resourceOwnerTable)) this.#owners.set(id, project);
    for (const { network, offered: open } of await db.select().from(networkOfferTable))
      this.#offers.set(network, open);
    inventory.marks = this;
    inventory.store.onApplied(({ changed }) => {
      for (const { before, after } of changed) this.#follow(before, after);
    });
  }

  ownerOf(id: string): string | null {
    return this.#owners.get(id) ?? null;
  }

  isOffered(network: string): boolean | undefined {
    return this.#offers.get(network);
  }

  async offer(network: Network, open: boolean): Promise<void> {
    await this.#options.db
      .insert(networkOfferTable)
      .values({ network: network.id, offered: open })
      .onConflictDoUpdate({ target: networkOfferTable.network, set: { offered: open } });
    this.#offers.set(network.id, open);
    this.#options.inventory.store.apply([amend<Network>(network, { offered: offered(network, this) })]);
  }

  /** What is being made for a project is its own from the first moment that it is seen. */
  async claimNew({ kind, target, project }: OperationRecord): Promise<void> {
    if (project !== null && isProvidedKind(kind)) await this.#claim(kind, target, project);
  }

  /** It has not come to be after all. */
  releaseFailed({ creation, state, target }: OperationRecord): void {
    if (creation !== null && state !== 'succeeded') this.#inBackground(this.#release(target));
  }

  /** Volumes go with the instance that is alone in using them, into a project and out of it again. */
  #follow(before: Resource | undefined, after: Resource | undefined): void {
    if (after?.kind === 'volume') return this.#followVolume(after.id);
    if (after?.kind !== 'instance') return;
    const was = before?.kind === 'instance' ? before : undefined;
    if (was?.project === after.project && was.volumes.length === after.volumes.length) return;
    for (const volume of after.volumes) this.#followVolume(volume);
  }

  #followVolume(id: string): void {
    const { store } = this.#options.inventory;
    const volume = row(store, 'volume', id);
    const [only] = volume?.attachedTo ?? [];
    if (volume === undefined || only === undefined || volume.attachedTo.length > 1) return;
    const instance = row(store, 'instance', only);
    const marked = this.ownerOf(id);
    // The backend's own mark is not ours to correct.
    if (instance === undefined || !isStorage(volume) || volume.project !== marked) return;
    if (instance.project === marked) return;
    const change =
      instance.project === null ? this.#release(id) : this.#claim('volume', id, instance.project);
    this.#inBackground(change);
  }

  /** First on disk, then shown: what is shown leads to no second claim. */
  async #claim(kind: Resource['kind'], id: string, project: string): Promise<void> {
    if (this.#foreign.has(project) || this.#claiming.get(id) === project) return;
    this.#claiming.set(id, project);
    try {
      const { rowCount } = await this.#options.db.execute(sql`
        insert into resource_owner (id, kind, project)
        select ${id}, ${kind}, project.id from project where project.id::text = ${project}
        on conflict (id) do update set project = excluded.project`);
      if (rowCount === 0) {
        this.#foreign.add(project);
        return;
      }
      this.#owners.set(id, project);
      this.#show(kind, id, project);
    } finally {
      this.#claiming.delete(id);
    }
  }

  async #release(id: string): Promise<void> {
    const owner = this.#owners.get(id);
    if (owner === undefined) return;
    this.#owners.delete(id);
    const volume = row(this.#options.inventory.store, 'volume', id);
    if (volume?.project === owner) this.#show('volume', id, null);
    await this.#options.db.delete(resourceOwnerTable).where(eq(resourceOwnerTable.id, id));
  }

  #show(kind: Resource['kind'], id: string, project: string | null): void {
    const { store } = this.#options.inventory;
    const held = store.get(kind, id);
    if (held !== undefined && held.project !== project) store.apply([amend<Resource>(held, { project })]);
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) =>
      this.#options.log('error', 'the owner of a volume could not be written; a restart forgets it', {
        error,
      }),
    );
  }
}
