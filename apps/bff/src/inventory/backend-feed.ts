import type { CapabilityTable } from '@orrery/contract/capabilities.ts';
import type { Backend, BackendPart } from '@orrery/contract/resources/backend.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { OutsideMove } from '@orrery/provider-kit/migrator.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { FullList, InventorySink, MetricSample, ReportedEvent } from '@orrery/provider-kit/sink.ts';
import { type BackendIdentity, backendRow } from './backend-row.ts';
import { Freshness } from './freshness.ts';
import { IntakeQueue, type Mark } from './intake-queue.ts';
import { Ownership } from './ownership.ts';
import { type InventoryStore, noActions } from './resource-row.ts';
import { iso, type InventoryRuntime } from './runtime.ts';

/** More different resources than this waiting at once is a flood: the rest is fetched by a relist afterwards. */
const queueLimit = 250_000;

export interface FeedHooks {
  /** Something waits in the queue. */
  pending: () => void;
  /** The backend's own row changed. */
  changed: () => void;
  event: (event: ReportedEvent) => void;
  measured: (sample: MetricSample) => void;
  moved: (move: OutsideMove) => void;
  log: (level: 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;
}

export interface FeedOptions {
  identity: BackendIdentity;
  store: InventoryStore;
  runtime: InventoryRuntime;
  hooks: FeedHooks;
}

const current = { stale: false, lost: null } as const;

const measuredFields = [
  'cpuPercent',
  'memoryUsedMiB',
  'diskBytesPerSecond',
  'networkBytesPerSecond',
  'latencyMs',
] as const;

/** One backend's way into the inventory: takes what its provider reports, and knows how old that is. */
export class BackendFeed {
  readonly identity: BackendIdentity;
  readonly queue = new IntakeQueue(queueLimit);
  readonly sink: InventorySink;
  readonly #store: InventoryStore;
  readonly #runtime: InventoryRuntime;
  readonly #hooks: FeedHooks;
  readonly #ownership = new Ownership();
  readonly #freshness: Freshness;
  /** Shown from before a loss or a restart, and not listed since. */
  readonly #unconfirmed = new Set<string>();
  /** Kinds listed through each part since it was last lost. */
  readonly #listed = new Map<string | null, Set<ProvidedKind>>();
  #about: { version: string | null; address: string | null } = { version: null, address: null };
  #broken: string | null = null;
  #closed = false;
  capabilities: () => CapabilityTable | undefined = () => undefined;

  constructor({ identity, store, runtime, hooks }: FeedOptions) {
    this.identity = identity;
    this.#store = store;
    this.#runtime = runtime;
    this.#hooks = hooks;
    this.#freshness = new Freshness(identity.promiseSeconds * 1000);
    this.sink = this.#guarded();
  }

  /** Last known rows of an earlier process: shown, but never as current. */
  restore(saved: readonly { resource: Reported; part: string | null }[]): void {
    for (const { resource, part } of saved) {
      this.#ownership.claim(resource, part);
      this.#unconfirmed.add(resource.id);
      // Read from the file for us alone: completed in place, as there are tens of thousands.
      const own = { backend: this.identity.id, stale: true, actions: noActions };
      this.queue.push({ op: 'upsert', resource: Object.assign(resource, own) });
    }
    this.#hooks.pending();
  }

  partOf(id: string): string | null {
    return this.#ownership.partOf(id);
  }

  /** No provider can be made: the backend is shown as down, with the reason. */
  fail(reason: string): void {
    this.#broken = reason;
    this.#hooks.changed();
  }

  row(hostCount: number, instanceCount: number): Backend {
    return backendRow({
      identity: this.identity,
      parts: this.#freshness.parts,
      broken: this.#broken,
      ...this.#about,
      capabilities: this.capabilities(),
      hostCount,
      instanceCount,
      now: iso(this.#runtime.now()),
    });
  }

  /** Once a second: ages what has fallen silent, and confirms what is known to hold. */
  tick(): void {
    const now = this.#runtime.now();
    for (const name of this.#freshness.lapse(now)) this.#markAll(name, { stale: true, lost: null });
    const confirmed = this.#freshness.confirmedAt();
    if (confirmed === undefined) return;
    if (this.#unconfirmed.size > 0) this.#dropGhosts();
    else this.#store.confirm(this.identity.id, iso(confirmed));
  }

  /** The store has let go of a resource. */
  released(id: string): void {
    this.#ownership.release(id);
    this.#unconfirmed.delete(id);
  }

  /** Everything of this backend leaves the inventory; later reports are ignored. */
  close(): void {
    const asOf = iso(this.#runtime.now());
    for (const [id] of this.#ownership.all()) this.#pushRemove(id, asOf);
    this.#closed = true;
    this.#hooks.pending();
  }

  #guarded(): InventorySink {
    const guard =
      <A extends unknown[]>(what: string, take: (...report: A) => void) =>
      (...report: A) => {
        if (this.#closed) return;
        try {
          take(...report);
        } catch (error) {
          this.#hooks.log('error', `provider reported ${what} that could not be taken`, { error });
        }
      };
    return {
      replace: guard('a list', (list: FullList) => this.#replace(list)),
      upsert: guard('resources', (resources: Reported[]) => this.#upsert(resources)),
      remove: guard('a removal', (ids: string[]) => this.#remove(ids)),
      metrics: guard('metrics', (samples: MetricSample[]) => this.#metrics(samples)),
      event: guard('an event', (event: ReportedEvent) => this.#hooks.event(event)),
      move: guard('a move', (move: OutsideMove) => this.#hooks.moved(move)),
      health: guard('health', (part: BackendPart, formerName?: string) => this.#health(part, formerName)),
      about: guard('facts', (facts: { version?: string | null; address?: string | null }) => {
        this.#about = {
          version: facts.version === undefined ? this.#about.version : facts.version,
          address: facts.address === undefined ? this.#about.address : facts.address,
        };
        this.#hooks.changed();
      }),
    };
  }

  #replace({ part, kinds, resources, toldBefore }: FullList): void {
    const listed = new Set(toldBefore);
    // When the listing began. What was confirmed after that is not gone merely because the list misses it.
    let startedAt = iso(this.#runtime.now());
    for (const resource of resources) {
      listed.add(resource.id);
      if (resource.asOf < startedAt) startedAt = resource.asOf;
      this.#take(resource, part);
    }
    for (const { id } of this.#ownership.idsOf(part, kinds)) {
      if (!listed.has(id)) this.#pushRemove(id, startedAt);
    }
    const known = this.#listed.get(part) ?? new Set();
    this.#listed.set(part, new Set([...known, ...kinds]));
    this.#heard(part);
    this.#hooks.pending();
  }

  #upsert(resources: readonly Reported[]): void {
    const parts = new Set<string | null>();
    for (const resource of resources) parts.add(this.#take(resource, undefined));
    for (const part of parts) this.#heard(part);
    this.#hooks.pending();
  }

  /** Answers the part. */
  #take(resource: Reported, listed: string | null | undefined): string | null {
    if (!resource.id.startsWith(`${this.identity.id}:`)) {
      throw new Error(`${resource.kind} ${resource.id} does not belong to backend ${this.identity.id}`);
    }
    this.#unconfirmed.delete(resource.id);
    this.#pushUpsert(resource);
    return this.#ownership.claim(resource, listed ?? undefined);
  }

  #remove(ids: readonly string[]): void {
    const asOf = iso(this.#runtime.now());
    for (const id of ids) {
      this.#heard(this.#ownership.partOf(id));
      this.#pushRemove(id, asOf);
    }
    this.#hooks.pending();
  }

  #metrics(samples: readonly MetricSample[]): void {
    const parts = new Set<string | null>();
    for (const sample of samples) {
      const { id, kind, asOf, source } = sample;
      const patch: Record<string, unknown> = { source };
      for (const field of measuredFields) {
        if (sample[field] !== undefined) patch[field] = sample[field];
      }
      this.queue.sample({ op: 'patch', kind, id, asOf, patch });
      this.#hooks.measured(sample);
      parts.add(this.#ownership.partOf(id));
    }
    for (const part of parts) this.#heard(part);
    this.#hooks.pending();
  }

  #health(part: BackendPart, formerName?: string): void {
    const change = this.#freshness.report(part, this.#runtime.now(), formerName);
    if (change === 'lost') this.#lose(part);
    if (change === 'returned') this.#markAll(part.name, current);
    this.#hooks.changed();
  }

  #lose({ name, reason }: BackendPart): void {
    this.#listed.delete(name);
    const whole = !this.#freshness.parts.some(p => p.status === 'up');
    for (const [id, owner] of this.#ownership.all()) {
      if (owner === name || (whole && owner === null)) this.#unconfirmed.add(id);
    }
    this.#markAll(name, { stale: true, lost: reason ?? 'The connection is lost' });
  }

  #heard(part: string | null): void {
    if (part !== null && this.#freshness.heard(part, this.#runtime.now())) {
      this.#markAll(part, current);
    }
  }

  /** Marks the rows seen through a part; those of the backend as a whole follow when no part is fresh. */
  #markAll(part: string, mark: Pick<Mark, 'stale' | 'lost'>): void {
    const whole = mark.stale ? !this.#freshness.parts.some(p => this.#freshness.isFresh(p.name)) : true;
    for (const [id, owner] of this.#ownership.all()) {
      if (owner !== part && !(whole && owner === null)) continue;
      if (!mark.stale && this.#unconfirmed.has(id)) continue;
      const kind = this.#ownership.kindOf(id);
      if (kind !== undefined) this.queue.mark({ op: 'mark', kind, id, ...mark });
    }
    this.#hooks.changed();
    this.#hooks.pending();
  }

  /** All connections stand and have listed: what none of them listed is not there any more. */
  #dropGhosts(): void {
    const asOf = iso(this.#runtime.now());
    for (const id of this.#unconfirmed) {
      const kind = this.#ownership.kindOf(id);
      if (kind !== undefined && this.#isListed(kind)) this.#pushRemove(id, asOf);
    }
    this.#hooks.pending();
  }

  #isListed(kind: ProvidedKind): boolean {
    if (this.#listed.get(null)?.has(kind)) return true;
    return this.#freshness.parts.every(p => this.#listed.get(p.name)?.has(kind) === true);
  }

  #pushUpsert(reported: Reported): void {
    const own = { backend: this.identity.id, stale: false, actions: noActions };
    // The union of kinds loses which fields belong to which `kind` in the spread; only what every kind has is set here.
    const resource = { ...reported, ...own } as Resource;
    this.queue.push({ op: 'upsert', resource });
  }

  #pushRemove(id: string, asOf: string): void {
    const kind = this.#ownership.kindOf(id);
    if (kind !== undefined) this.queue.push({ op: 'remove', kind, id, asOf });
  }
}
