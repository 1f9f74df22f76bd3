import type { PlaceHost, PlacePool } from '@orrery/balancer/placement/model.ts';
import type { Capability } from '@orrery/contract/capabilities.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { type InventoryStore, row, rows } from '../inventory/resource-row.ts';
import type { HeldReservation } from '../operations/reservation.ts';
import { outstanding, outstandingOnHost } from '../quota/outstanding.ts';
import { gib } from './sources.ts';

export type PlaceInventory = Pick<InventoryService, 'store' | 'capabilities' | 'totals'>;

/** Instances of a project in the same group carry the same tag, on the backend, where it outlives Orrery. */
export const groupTag = (group: string): string => `group:${group}`;

export interface ViewOptions {
  project: string | null;
  /** Names that the new instances will have. */
  names: ReadonlySet<string>;
  group: string | null;
  reservations: readonly HeldReservation[];
  /** Hosts of back ends that can do this. */
  capability?: Capability;
}

/** Hosts as placement sees them: the inventory, and what is being made there at this moment (LA-7). */
export function placeHosts(inventory: PlaceInventory, options: ViewOptions): PlaceHost[] {
  const { store } = inventory;
  const { capability: needed = 'instance.create' } = options;
  const there = occupancy(store, options);
  const pools = poolsByHost(store);
  const views: PlaceHost[] = [];
  for (const host of rows(store, 'host')) {
    if (host.backend === null || inventory.capabilities(host.backend)?.[needed] !== true) continue;
    const sums = inventory.totals.host(host.id);
    const coming = there.coming.get(host.id) ?? { vcpus: 0, memoryMiB: 0, diskBytes: 0 };
    views.push({
      ...facts(host, host.backend),
      promised: {
        vcpus: sums.vcpusPromised + coming.vcpus,
        memoryMiB: sums.memoryPromisedMiB + coming.memoryMiB,
      },
      stopped: inventory.totals.stoppedOn(host.id),
      names: there.names.get(host.id) ?? new Set(),
      groups: there.groups.get(host.id) ?? new Map(),
      pools: (pools.get(host.id) ?? []).map(pool => ({
        ...pool,
        freeBytes: pool.freeBytes === null ? null : pool.freeBytes - coming.diskBytes,
      })),
    });
  }
  return views;
}

function facts(host: Host, backend: string) {
  const { id, name, clusterName: zone, reason, stale, threads, memoryMiB } = host;
  const { architecture, cpuPercent, memoryUsedMiB, runs = null } = host;
  const up = host.status === 'up';
  const figures = { threads, memoryMiB, architecture, cpuPercent, memoryUsedMiB };
  return { id, name, backend, zone, up, reason, stale, runs, ...figures };
}

interface Occupancy {
  names: Map<string, Set<string>>;
  groups: Map<string, Map<string, number>>;
  coming: Map<string, { vcpus: number; memoryMiB: number; diskBytes: number }>;
}

/** One look at all instances: only names and groups that matter are kept. */
function occupancy(store: InventoryStore, { project, names, group, reservations }: ViewOptions): Occupancy {
  const found: Occupancy = { names: new Map(), groups: new Map(), coming: new Map() };
  const tag = group === null ? null : groupTag(group);
  const note = (host: string, name: string, tags: readonly string[] | null) => {
    if (names.has(name)) setOf(found.names, host).add(name);
    if (group === null || tag === null || tags?.includes(tag) !== true) return;
    const groups = found.groups.get(host) ?? new Map<string, number>();
    found.groups.set(host, groups.set(group, (groups.get(group) ?? 0) + 1));
  };
  for (const instance of rows(store, 'instance')) {
    if (instance.host === null) continue;
    note(instance.host, instance.name, instance.project === project ? instance.tags : null);
  }
  for (const reservation of reservations) {
    const { host, kind, target, name, tags } = reservation;
    if (host === null) continue;
    const shown = kind !== 'instance' || row(store, 'instance', target) !== undefined;
    if (!shown) note(host, name, reservation.project === project ? tags : null);
    addComing(found, { ...reservation, host }, store);
  }
  return found;
}

function addComing(
  found: Occupancy,
  reservation: HeldReservation & { host: string },
  store: InventoryStore,
): void {
  const { host } = reservation;
  const { vcpus, memoryMiB } = outstandingOnHost(reservation, store);
  const diskBytes = outstanding(reservation, store).volumeGiB * gib;
  const sum = found.coming.get(host) ?? { vcpus: 0, memoryMiB: 0, diskBytes: 0 };
  found.coming.set(host, {
    vcpus: sum.vcpus + vcpus,
    memoryMiB: sum.memoryMiB + memoryMiB,
    diskBytes: sum.diskBytes + diskBytes,
  });
}

function setOf(map: Map<string, Set<string>>, key: string): Set<string> {
  const set = map.get(key) ?? new Set();
  map.set(key, set);
  return set;
}

function poolsByHost(store: InventoryStore): Map<string, PlacePool[]> {
  const byHost = new Map<string, PlacePool[]>();
  for (const pool of rows(store, 'storage-pool')) {
    if (pool.status !== 'active' || pool.stale) continue;
    const { id, capacityBytes, usedBytes } = pool;
    const freeBytes = capacityBytes === null || usedBytes === null ? null : capacityBytes - usedBytes;
    for (const host of pool.hosts) byHost.set(host, [...(byHost.get(host) ?? []), { id, freeBytes }]);
  }
  return byHost;
}
