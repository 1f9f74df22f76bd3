import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Change } from '@orrery/inventory/store/types.ts';
import type { Intake, Mark } from './intake-queue.ts';
import { type HostMarks, type Marks, withMarks } from './marks.ts';
import { amend, type InventoryStore, row } from './resource-row.ts';
import type { InstanceTotals } from './totals.ts';
import type { Transitions } from './transitions.ts';

export interface Settling {
  store: InventoryStore;
  totals: InstanceTotals;
  transitions: Transitions;
  marks: () => Marks;
  hostMarks: () => HostMarks;
}

/** What a provider reported, completed with what only the inventory knows. Undefined: nothing to change any more. */
export function settle(intake: Intake, with_: Settling): Change<Resource> | undefined {
  if (intake.op === 'mark') return settleMark(intake, with_.store);
  if (intake.op !== 'upsert') return intake;
  const resource = withMarks(intake.resource, with_.marks());
  switch (resource.kind) {
    case 'instance':
      return { ...intake, resource: settleInstance(resource, with_) };
    case 'host':
      return { ...intake, resource: settleHost(resource, with_) };
    case 'cluster':
      // Sums are Orrery's own; until they are computed anew, those held stay.
      return { ...intake, resource: { ...resource, ...heldSums(resource.id, with_.store) } };
    default:
      return { ...intake, resource };
  }
}

/** Listings do not measure: figures of the last sample stay while it runs. */
function settleInstance(instance: Instance, { store, transitions }: Settling): Instance {
  const shown = transitions.overlay(instance);
  const held = row(store, 'instance', instance.id);
  if (held === undefined || (instance.powerState !== 'running' && instance.powerState !== 'paused'))
    return shown;
  return {
    ...shown,
    cpuPercent: shown.cpuPercent ?? held.cpuPercent,
    memoryUsedMiB: shown.memoryUsedMiB ?? held.memoryUsedMiB,
    diskBytesPerSecond: shown.diskBytesPerSecond ?? held.diskBytesPerSecond,
    networkBytesPerSecond: shown.networkBytesPerSecond ?? held.networkBytesPerSecond,
  };
}

function settleHost(host: Host, { store, totals, hostMarks }: Settling): Host {
  const held = row(store, 'host', host.id);
  return {
    ...hostMarks().overlay(host),
    ...totals.host(host.id),
    cpuPercent: host.cpuPercent ?? held?.cpuPercent ?? null,
    memoryUsedMiB: host.memoryUsedMiB ?? held?.memoryUsedMiB ?? null,
    latencyMs: host.latencyMs ?? held?.latencyMs ?? null,
  };
}

function heldSums(id: string, store: InventoryStore) {
  const held = row(store, 'cluster', id);
  if (held === undefined) return {};
  const { status, hostCount, hostsUp, instanceCount, runningCount, threads, memoryMiB } = held;
  const { memoryUsedMiB, cpuPercent, vcpusPromised, memoryPromisedMiB } = held;
  const counts = { status, hostCount, hostsUp, instanceCount, runningCount, threads, memoryMiB };
  return { ...counts, memoryUsedMiB, cpuPercent, vcpusPromised, memoryPromisedMiB };
}

function settleMark({ kind, id, stale, lost }: Mark, store: InventoryStore): Change<Resource> | undefined {
  const held = store.get(kind, id);
  if (held === undefined) return undefined;
  if (held.kind === 'host' && lost !== null) {
    return amend(held, { stale, status: 'unreachable', reason: lost });
  }
  return amend<Resource>(held, { stale });
}
