import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import {
  addExistingDisk,
  addNewDisk,
  addNic,
  addScsiController,
  type DiskPlace,
  freePlaces,
  growDisk,
  isDisk,
  isNic,
  newKey,
  removeDevice,
} from '@orrery/vim25/methods/devices.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asNumber, type MoRef, type VimObject } from '@orrery/vim25/values.ts';
import type { Xml } from '@orrery/vim25/xml/write.ts';
import { backingOf, devicesOf } from '../actions/attach.ts';
import { freeVolume } from '../actions/volumes.ts';
import type { NetworkFacts } from '../map/facts.ts';
import { done, type Making, working } from './making.ts';
import type { Place } from './place.ts';

const gib = 2 ** 30;
const controllerKey = newKey(1);
const firstDiskKey = 10;
const firstNicKey = 100;

export interface Furnishing {
  ref: MoRef;
  spec: InstanceCreation;
  networks: readonly NetworkFacts[];
  place: Place;
}

/** Its first disk, as large as asked for. */
function grown(devices: readonly VimObject[], { diskGiB }: InstanceCreation): Xml[] {
  const first = devices.find(isDisk);
  const now = (asNumber(first?.['capacityInKB']) ?? 0) * 1024;
  const wanted = diskGiB * gib;
  if (!first || wanted === 0 || wanted === now) return [];
  if (wanted < now)
    throw new ProviderError('args.invalid', `diskGiB: the image has ${Math.ceil(now / gib)} GiB already`, {
      advice: `Take ${Math.ceil(now / gib)} or more`,
    });
  return [growDisk(first, wanted)];
}

async function nics(making: Making, devices: readonly VimObject[], networks: readonly NetworkFacts[]) {
  const changes = devices.filter(isNic).map(removeDevice);
  for (const [at, network] of networks.entries()) {
    const backing = await backingOf(making.session, network, working(making));
    changes.push(addNic(newKey(firstNicKey + at), backing));
  }
  return changes;
}

/** Places for more disks, with a controller if there is none yet. */
function places(devices: readonly VimObject[], wanted: number): { free: DiskPlace[]; controller: Xml[] } {
  const free = freePlaces(devices);
  if (free.length >= wanted) return { free, controller: [] };
  if (free.length > 0 || wanted > 15)
    throw new ProviderError('backend.refused', 'There is no room for so many disks at its controllers');
  const unitNumbers = Array.from({ length: wanted }, (_, n) => (n < 7 ? n : n + 1));
  return {
    free: unitNumbers.map(unitNumber => ({ controllerKey, unitNumber })),
    controller: [addScsiController(controllerKey)],
  };
}

function volumes(making: Making, devices: readonly VimObject[], { spec, place }: Furnishing): Xml[] {
  const { free, controller } = places(devices, spec.volumes.length);
  const changes = spec.volumes.map((volume, at) => {
    const where = { key: newKey(firstDiskKey + at), ...(free[at] ?? { controllerKey, unitNumber: at }) };
    if ('newGiB' in volume)
      return addNewDisk({
        ...where,
        file: `[${place.datastore.name}]`,
        capacityBytes: volume.newGiB * gib,
      });
    const { file, capacityBytes } = freeVolume(making, volume.volume);
    return addExistingDisk({ ...where, file, capacityBytes });
  });
  return spec.volumes.length === 0 ? [] : [...controller, ...changes];
}

/** Interfaces and disks of a clone, as they were asked for. */
export async function furnish(making: Making, furnishing: Furnishing): Promise<void> {
  const { ref, spec, networks } = furnishing;
  const devices = await devicesOf(making.session, ref, working(making));
  const changes = [
    ...grown(devices, spec),
    ...volumes(making, devices, furnishing),
    ...(await nics(making, devices, networks)),
  ];
  if (changes.length === 0) return;
  await done(making, await machines.reconfigure(making.session, ref, { devices: changes }, working(making)));
}
