import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { working } from '../actions/job.ts';
import type { PoolFacts, VolumeFacts } from '../host/facts.ts';
import { choosePool } from './pools.ts';
import { checkFree, volumeHere } from './find-volume.ts';
import { stampedName } from './made-names.ts';
import type { Making } from './making.ts';
import { findSnapshotDisk } from './snapshot-disk.ts';
import { makeVolume, type SeenVolume } from './volumes.ts';

export const GiB = 1_073_741_824;
const MiB = 1_048_576;

/** The disks that an instance begins with. */
export interface Roots {
  pool: PoolFacts;
  disk: VolumeFacts;
  /** Read-only: an installer. */
  cdrom: SeenVolume | null;
  /** Id of the image that it was made from. */
  image: string | null;
}

export async function catalogueImage(making: Making, id: string): Promise<ImageContent> {
  const image = await making.control.image(id);
  if (!image) throw new ProviderError('resource.not-found', `There is no image ${id}`);
  return image;
}

/** Where the phase of the image lies in the whole of a creation. */
const imagePart = { from: 0.02, to: 0.5 };
/** Of the image: more often is no use to anybody. */
const tellEvery = 0.02;

/** An image of the catalogue in a pool of the host. */
export async function bringImage(making: Making, pool: PoolFacts, image: ImageContent): Promise<SeenVolume> {
  const { progress } = making.control;
  progress({ phase: 'image', fraction: imagePart.from });
  let told = 0;
  return making.images.bring(making, pool.ref, {
    image,
    watch: sent => {
      const done = sent / Math.max(1, image.sizeBytes);
      if (done < 1 && done - told < tellEvery) return;
      told = done;
      progress({
        phase: 'image',
        fraction: imagePart.from + done * (imagePart.to - imagePart.from),
        message: `${Math.floor(sent / MiB)} of ${Math.ceil(image.sizeBytes / MiB)} MiB`,
      });
    },
  });
}

/** For those who clear up: libvirt keeps no time of last use. */
function noteUse({ clock, link }: Making, { definition }: SeenVolume): void {
  if (definition.path !== null) link.live.reader.record.imageUses.set(definition.path, isoNow(clock));
}

const tooSmall = (what: string, needed: number) =>
  new ProviderError('args.invalid', `${what} needs a disk of at least ${Math.ceil(needed / GiB)} GiB`, {
    advice: 'Choose a larger flavor',
  });

const rootName = (making: Making, { name }: InstanceCreation): string =>
  stampedName(`${name}-root`, making.uuid, 'qcow2');

function capacityFor({ diskGiB }: InstanceCreation, image: ImageContent): number {
  const wanted = diskGiB * GiB;
  if (wanted > 0 && wanted < image.virtualSizeBytes)
    throw tooSmall(`Image ${image.name}`, image.virtualSizeBytes);
  return Math.max(wanted, image.virtualSizeBytes);
}

/** A clone that holds only what differs from the image, which it never writes to. */
async function fromImage(making: Making, spec: InstanceCreation, id: string): Promise<Roots> {
  const image = await catalogueImage(making, id);
  if (image.format === 'iso') {
    throw new ProviderError('args.invalid', `Image ${image.name} is an installer, not a disk`, {
      advice: 'Choose it as an installer',
    });
  }
  const capacityBytes = capacityFor(spec, image);
  const pool = choosePool(making.link.live.reader.record, image.sizeBytes);
  const base = await bringImage(making, pool, image);
  noteUse(making, base);
  making.control.progress({ phase: 'disk', fraction: 0.55 });
  const backing = { path: base.definition.path ?? '', format: image.format };
  const name = rootName(making, spec);
  const disk = await makeVolume(making, pool.ref, { name, capacityBytes, format: 'qcow2', backing });
  return { pool, disk, cdrom: null, image: image.id };
}

async function fromInstaller(making: Making, spec: InstanceCreation, id: string): Promise<Roots> {
  const image = await catalogueImage(making, id);
  if (image.format !== 'iso')
    throw new ProviderError('args.invalid', `Image ${image.name} is a disk, not an installer`, {
      advice: 'Choose it as an image',
    });
  if (spec.diskGiB < 1) throw tooSmall('Installing', GiB);
  const pool = choosePool(making.link.live.reader.record, image.sizeBytes);
  const cdrom = await bringImage(making, pool, image);
  noteUse(making, cdrom);
  making.control.progress({ phase: 'disk', fraction: 0.55 });
  const name = rootName(making, spec);
  const capacityBytes = spec.diskGiB * GiB;
  const disk = await makeVolume(making, pool.ref, { name, capacityBytes, format: 'qcow2' });
  return { pool, disk, cdrom, image: image.id };
}

/** The volume itself, not a copy; grown when a larger disk is asked for. */
async function fromVolume(making: Making, spec: InstanceCreation, id: string): Promise<Roots> {
  making.control.progress({ phase: 'disk', fraction: 0.3 });
  const disk = await volumeHere(making, id);
  checkFree(making, disk);
  const { pools } = making.link.live.reader.record;
  const pool = pools.get(disk.ref.pool) ?? choosePool(making.link.live.reader.record, 0);
  const capacity = spec.diskGiB * GiB;
  if (capacity > (disk.definition.capacityBytes ?? capacity)) {
    const args = { volume: disk.ref, capacity, flags: 0 };
    await making.connection.call(storage.volumeResize, args, working(making));
  }
  return { pool, disk, cdrom: null, image: null };
}

/** A disk of its own, which holds all that the snapshot has: what becomes of the snapshot is no matter to it. */
async function fromSnapshot(making: Making, spec: InstanceCreation, id: string): Promise<Roots> {
  const source = await findSnapshotDisk(making, id);
  const wanted = spec.diskGiB * GiB;
  if (wanted > 0 && wanted < source.virtualBytes) throw tooSmall('The snapshot', source.virtualBytes);
  const capacityBytes = Math.max(wanted, source.virtualBytes);
  const pool = choosePool(making.link.live.reader.record, source.bytesToWrite);
  const disk = await source.copyTo(pool.ref, { name: rootName(making, spec), capacityBytes });
  return { pool, disk, cdrom: null, image: null };
}

export function makeRoots(making: Making, spec: InstanceCreation): Promise<Roots> {
  const { root } = spec;
  switch (root.from) {
    case 'image':
      return fromImage(making, spec, root.image);
    case 'installer':
      return fromInstaller(making, spec, root.image);
    case 'volume':
      return fromVolume(making, spec, root.volume);
    case 'snapshot':
      return fromSnapshot(making, spec, root.snapshot);
    case 'reference':
      throw new ProviderError('capability.missing', 'Only containers are made from a reference');
  }
}
