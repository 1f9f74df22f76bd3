import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Applied, Change, Changed } from '@orrery/inventory/store/types.ts';
import type { BackendFeed } from './backend-feed.ts';
import { clusterSums } from './cluster-sums.ts';
import { amend, type InventoryStore, isKind, row } from './resource-row.ts';
import { iso, type InventoryRuntime } from './runtime.ts';
import type { InstanceTotals } from './totals.ts';

/** Sums may lag this much behind the rows they add up: many changes make one new sum. */
const flushAfterMs = 250;

/** Keeps the rows that Orrery computes: sums of hosts, clusters and projects, and the backends' own rows. */
export class DerivedRows {
  readonly #store: InventoryStore;
  readonly #runtime: InventoryRuntime;
  readonly #totals: InstanceTotals;
  readonly #feeds: ReadonlyMap<string, BackendFeed>;
  readonly #hostsOf = new Map<string, Set<string>>();
  readonly #hostCounts = new Map<string, number>();
  readonly #hosts = new Set<string>();
  readonly #clusters = new Set<string>();
  readonly #backends = new Set<string>();
  readonly #projects = new Set<string>();
  #cancel: (() => void) | undefined;

  constructor(options: {
    store: InventoryStore;
    runtime: InventoryRuntime;
    totals: InstanceTotals;
    feeds: ReadonlyMap<string, BackendFeed>;
  }) {
    this.#store = options.store;
    this.#runtime = options.runtime;
    this.#totals = options.totals;
    this.#feeds = options.feeds;
  }

  note(applied: Applied<Resource>): void {
    for (const changed of applied.changed) {
      if (changed.kind === 'instance') this.#noteInstance(changed);
      else if (changed.kind === 'host') this.#noteHost(changed);
      else if (changed.kind === 'cluster' && changed.before === undefined) this.#clusters.add(changed.id);
    }
    this.#schedule();
  }

  noteBackend(id: string): void {
    this.#backends.add(id);
    this.#schedule();
  }

  /** Brings all sums up to date now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    // Hosts first: clusters add them up.
    this.#store.apply(this.#hostChanges());
    this.#store.apply([...this.#clusterChanges(), ...this.#backendChanges(), ...this.#projectChanges()]);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #schedule(): void {
    if (this.#cancel !== undefined) return;
    const waiting = [this.#hosts, this.#clusters, this.#backends, this.#projects];
    if (waiting.every(({ size }) => size === 0)) return;
    this.#cancel = this.#runtime.after(flushAfterMs, () => this.flush());
  }

  #noteInstance({ before, after }: Changed<Resource>): void {
    const was = isKind(before, 'instance') ? before : undefined;
    const is = isKind(after, 'instance') ? after : undefined;
    for (const host of this.#totals.move(was, is)) this.#hosts.add(host);
    const backend = (is ?? was)?.backend;
    if (backend && (was === undefined || is === undefined)) this.#backends.add(backend);
    if (was?.project === is?.project) return;
    for (const project of [was?.project, is?.project]) if (project) this.#projects.add(project);
  }

  #noteHost({ id, before, after }: Changed<Resource>): void {
    const was = isKind(before, 'host') ? before : undefined;
    const is = isKind(after, 'host') ? after : undefined;
    if (was?.cluster && was.cluster !== is?.cluster) this.#hostsOf.get(was.cluster)?.delete(id);
    if (is?.cluster) this.#members(is.cluster).add(id);
    for (const cluster of [was?.cluster, is?.cluster]) if (cluster) this.#clusters.add(cluster);
    const backend = (is ?? was)?.backend;
    if (!backend || (was && is)) return;
    this.#hostCounts.set(backend, (this.#hostCounts.get(backend) ?? 0) + (is ? 1 : -1));
    this.#backends.add(backend);
  }

  #members(cluster: string): Set<string> {
    const members = this.#hostsOf.get(cluster) ?? new Set<string>();
    this.#hostsOf.set(cluster, members);
    return members;
  }

  #hostChanges(): Change<Resource>[] {
    const changes: Change<Resource>[] = [];
    for (const id of this.#hosts) {
      const host = row(this.#store, 'host', id);
      if (host) changes.push(amend(host, this.#totals.host(id)));
    }
    this.#hosts.clear();
    return changes;
  }

  #clusterChanges(): Change<Resource>[] {
    const changes: Change<Resource>[] = [];
    for (const id of this.#clusters) {
      const cluster = row(this.#store, 'cluster', id);
      const hosts = [...(this.#hostsOf.get(id) ?? [])].flatMap(host => row(this.#store, 'host', host) ?? []);
      if (cluster) changes.push(amend(cluster, clusterSums(hosts)));
    }
    this.#clusters.clear();
    return changes;
  }

  #projectChanges(): Change<Resource>[] {
    const changes: Change<Resource>[] = [];
    for (const id of this.#projects) {
      const project = row(this.#store, 'project', id);
      if (project) changes.push(amend(project, { instanceCount: this.#totals.inProject(id) }));
    }
    this.#projects.clear();
    return changes;
  }

  #backendChanges(): Change<Resource>[] {
    const changes: Change<Resource>[] = [];
    for (const id of this.#backends) {
      const feed = this.#feeds.get(id);
      const hosts = this.#hostCounts.get(id) ?? 0;
      changes.push(
        feed
          ? { op: 'upsert', resource: feed.row(hosts, this.#totals.instances(id)) }
          : { op: 'remove', kind: 'backend', id, asOf: iso(this.#runtime.now()) },
      );
    }
    this.#backends.clear();
    return changes;
  }
}
