import { type Amounts, quotaItems } from '@orrery/contract/quota/quota.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { type InventoryStore, row, rows } from '../inventory/resource-row.ts';
import { isProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import { amountsOf, type Expectation, type HeldReservation, nothing } from '../operations/reservation.ts';
import { weightOf } from './project-totals.ts';

/** What of a reservation the inventory does not show yet: with what it shows, neither a gap nor a double count. */
export function outstanding(reservation: HeldReservation, store: InventoryStore): Amounts {
  const { expects, kind, target, project, amounts } = reservation;
  if (!isProvidedKind(kind)) return amounts;
  const held = store.get(kind, target);
  const there = held !== undefined && held.project === project ? held : undefined;
  switch (expects.is) {
    case 'there':
      return there === undefined ? amounts : nothing;
    case 'instance':
      return there?.kind === 'instance'
        ? disksToCome(amounts, { instance: there, attaches: expects.attaches, store })
        : amounts;
    case 'grown':
      return held !== undefined && hasGrown(held, expects) ? nothing : amounts;
    case 'snapshot':
      return hasSnapshot(target, expects.name, store) ? nothing : amounts;
    case 'image':
      return hasImage(reservation, expects.name, store) ? nothing : amounts;
  }
}

export const isNothing = (amounts: Amounts): boolean => quotaItems.every(item => amounts[item] <= 0);

/** Disks of a new instance become known as volumes of the project one after the other. */
function disksToCome(
  amounts: Amounts,
  { instance, attaches, store }: { instance: Instance; attaches: number; store: InventoryStore },
): Amounts {
  let { volumes, volumeGiB } = amounts;
  if (volumes === 0) return nothing;
  volumes += attaches;
  for (const id of instance.volumes) {
    const volume = row(store, 'volume', id);
    if (volume === undefined || volume.project !== instance.project) continue;
    const weight = weightOf(volume);
    volumes -= weight.volumes;
    volumeGiB -= weight.volumeGiB;
  }
  // All of its disks are there, whatever sizes they turned out to have.
  if (volumes <= 0) return nothing;
  return amountsOf({ volumes, volumeGiB: Math.max(0, volumeGiB) });
}

function hasGrown(resource: Resource, wanted: Extract<Expectation, { is: 'grown' }>): boolean {
  if (resource.kind === 'volume') return (resource.capacityBytes ?? 0) >= (wanted.capacityBytes ?? 0);
  if (resource.kind !== 'instance') return true;
  return resource.vcpus >= (wanted.vcpus ?? 0) && resource.memoryMiB >= (wanted.memoryMiB ?? 0);
}

function hasSnapshot(instance: string, name: string, store: InventoryStore): boolean {
  for (const snapshot of rows(store, 'snapshot')) {
    if (snapshot.instance === instance && snapshot.name === name) return true;
  }
  return false;
}

function hasImage(
  { operation, project, backend }: HeldReservation,
  name: string,
  store: InventoryStore,
): boolean {
  if (row(store, 'image', operation) !== undefined) return true;
  for (const image of rows(store, 'image'))
    if (image.backend === backend && image.project === project && image.name === name) return true;
  return false;
}

/** vCPUs and MiB that a reservation takes of its host and that the host's own sums do not hold yet. */
export function outstandingOnHost(
  reservation: HeldReservation,
  store: InventoryStore,
): { vcpus: number; memoryMiB: number } {
  const { expects, target, amounts } = reservation;
  if (expects.is === 'instance') {
    // Once it is seen it counts there, running or not.
    if (row(store, 'instance', target)) return { vcpus: 0, memoryMiB: 0 };
    return { vcpus: amounts.vcpus, memoryMiB: amounts.memoryMiB };
  }
  const { vcpus, memoryMiB } = outstanding(reservation, store);
  return { vcpus, memoryMiB };
}
