import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { type HostRecord } from '../host/facts.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { isActive } from '../map/power.ts';
import { fingerprint } from '@orrery/provider-kit/fingerprint.ts';
import { clonesByPath } from './render-image-copy.ts';
import { type Copy, isMigrating, primaryCopy } from './placement.ts';
import { renderHost, renderPool, renderSnapshot, renderVolume, usersByPath } from './render.ts';
import { renderInstance } from './render-instance.ts';
import { renderNetworks } from './render-network.ts';
import { WholeCluster } from './whole-cluster.ts';

/** The kinds that a host's list is complete of. */
export const hostKinds: ProvidedKind[] = ['host', 'instance', 'storage-pool', 'volume', 'snapshot'];

interface Published {
  host: string;
  fingerprint: string;
}

export interface InventoryOptions {
  backend: string;
  backendName: string;
  /** How many hosts there are to be listed. */
  hostCount: number;
  now: () => string;
  /** A domain is shown on another host than before. */
  onMoved: (uuid: string, from: string, to: string) => void;
}

/** All hosts of the cluster, and what of them the sink has been told. */
export class ClusterInventory {
  readonly hosts = new Map<string, HostRecord>();
  readonly #options: InventoryOptions;
  #sink: InventorySink | null = null;
  readonly #published = new Map<string, Published>();
  readonly #placed = new Map<string, string>();
  readonly #dirty = new Set<string>();
  readonly #listed = new Set<HostRecord>();
  readonly #whole = new WholeCluster();
  #scheduled = false;

  constructor(options: InventoryOptions) {
    this.#options = options;
  }

  open(sink: InventorySink): void {
    this.#sink = sink;
  }

  close(): void {
    this.#sink = null;
    this.#dirty.clear();
  }

  copies(uuid: string): Copy[] {
    const found: Copy[] = [];
    for (const host of this.hosts.values()) {
      const facts = host.domains.get(uuid);
      if (facts) found.push({ host, facts });
    }
    return found;
  }

  /** The copy that speaks for the instance. */
  primary(uuid: string): Copy | undefined {
    return primaryCopy(this.copies(uuid), this.#placed.get(uuid));
  }

  /** Something of a host has changed: what differs from what was told goes out in this turn of the event loop. */
  changed(host: string): void {
    this.#dirty.add(host);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  flush(): void {
    while (this.#dirty.size > 0) {
      const [name = ''] = this.#dirty;
      this.#dirty.delete(name);
      const host = this.hosts.get(name);
      if (host && this.#sink) this.#tellDifference(host, this.#sink);
    }
    this.#tellWhole(false);
  }

  #tellDifference(host: HostRecord, sink: InventorySink): void {
    const rendered = this.#render(host);
    const changed = rendered.filter(r => this.#published.get(r.id)?.fingerprint !== fingerprint(r));
    const present = new Set(rendered.map(r => r.id));
    const gone = [...this.#published]
      .filter(([id, p]) => p.host === host.name && !present.has(id))
      .map(([id]) => id);
    this.#note(host, changed);
    const removed = gone.filter(id => !this.#hasMoved(id, host));
    for (const id of removed) this.#published.delete(id);
    if (changed.length > 0) sink.upsert(changed);
    if (removed.length > 0) sink.remove(removed);
  }

  /** Not here any more, but on another host: that one tells it. */
  #hasMoved(id: string, from: HostRecord): boolean {
    const uuid = id.slice(this.#options.backend.length + 1).split(':')[0] ?? '';
    const copy = this.primary(uuid);
    if (!copy || copy.host === from) return false;
    this.#dirty.add(copy.host.name);
    return true;
  }

  /** The whole of a host, told as complete. */
  list(host: HostRecord): void {
    if (!this.#sink) return;
    this.#dirty.delete(host.name);
    const resources = this.#render(host);
    for (const [id, p] of this.#published) if (p.host === host.name) this.#published.delete(id);
    this.#note(host, resources);
    this.#sink.replace({ part: host.name, kinds: hostKinds, resources });
    this.#listed.add(host);
    this.#tellWhole(this.#listed.size === this.#options.hostCount);
  }

  #note(host: HostRecord, resources: readonly Reported[]): void {
    for (const r of resources) this.#published.set(r.id, { host: host.name, fingerprint: fingerprint(r) });
  }

  #render(host: HostRecord): Reported[] {
    const { backend } = this.#options;
    const instances = this.#renderInstances(host);
    const users = usersByPath(backend, host);
    const clones = clonesByPath(host);
    const pools = [...host.pools.values()];
    const volumes = pools.flatMap(p => [...p.volumes.values()]);
    const instanceCount = instances.filter(r => r.kind === 'instance').length;
    return [
      { ...renderHost(backend, host, instanceCount), clusterName: this.#options.backendName },
      ...pools.map(pool => renderPool(backend, host, pool)),
      ...volumes.map(volume => renderVolume(backend, { host, volume, users, clones })),
      ...instances,
    ];
  }

  /** Instances shown on this host, each with its snapshots. */
  #renderInstances(host: HostRecord): Reported[] {
    const { backend } = this.#options;
    const list: Reported[] = [];
    for (const uuid of host.domains.keys()) {
      const copies = this.copies(uuid);
      const primary = primaryCopy(copies, this.#placed.get(uuid));
      if (!primary) continue;
      this.#place(uuid, primary.host.name);
      if (primary.host !== host) continue;
      const { facts } = primary;
      list.push(renderInstance(backend, { host, facts, migrating: isMigrating(copies) }));
      const of = { uuid, name: facts.ref.name };
      for (const snapshot of facts.snapshots)
        list.push(renderSnapshot(backend, of, { snapshot, seen: facts }));
    }
    return list;
  }

  #place(uuid: string, host: string): void {
    const before = this.#placed.get(uuid);
    if (before === host) return;
    this.#placed.set(uuid, host);
    if (before === undefined) return;
    this.#dirty.add(host);
    this.#options.onMoved(uuid, before, host);
  }

  #tellWhole(complete: boolean): void {
    if (!this.#sink || this.hosts.size === 0) return;
    const networks = renderNetworks(this.#options.backend, [...this.#listed]);
    this.#whole.tell(this.#sink, [this.#renderCluster(), ...networks], { complete });
  }

  #renderCluster(): Reported<'cluster'> {
    const { backend, backendName, now } = this.#options;
    const hosts = [...this.hosts.values()];
    const up = hosts.filter(h => h.lost === null);
    const shown = [...this.#placed.keys()].map(uuid => this.primary(uuid)).filter(copy => copy !== undefined);
    const running = shown.filter(copy => isActive(copy.facts.state));
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    return {
      id: idOf(backend, nativeIds.cluster),
      backend,
      kind: 'cluster',
      name: backendName,
      project: null,
      asOf: now(),
      source: 'derived',
      status: up.length === hosts.length ? 'up' : up.length > 0 ? 'degraded' : 'down',
      hostCount: hosts.length,
      hostsUp: up.length,
      instanceCount: shown.length,
      runningCount: running.length,
      threads: sum(hosts.map(h => h.facts.threads)),
      memoryMiB: sum(hosts.map(h => h.facts.memoryMiB)),
      memoryUsedMiB: sum(hosts.map(h => h.memoryUsedMiB ?? 0)),
      cpuPercent: meanCpu(up),
      vcpusPromised: sum(running.map(copy => copy.facts.definition.vcpus)),
      memoryPromisedMiB: sum(running.map(copy => copy.facts.definition.memoryMiB)),
    };
  }
}

/** Over all logical processors, so a host counts by its size. */
function meanCpu(hosts: readonly HostRecord[]): number | null {
  const known = hosts.filter(h => h.cpuPercent !== null);
  const threads = known.reduce((sum, h) => sum + h.facts.threads, 0);
  if (threads === 0) return null;
  const busy = known.reduce((sum, h) => sum + (h.cpuPercent ?? 0) * h.facts.threads, 0);
  return Math.round((busy * 10) / threads) / 10;
}
