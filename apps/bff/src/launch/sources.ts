import type { Capability } from '@orrery/contract/capabilities.ts';
import type { Root } from '@orrery/contract/creation/creation.ts';
import type { Launch } from '@orrery/contract/launch/launch.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Image, Snapshot, Volume } from '@orrery/contract/resources/storage.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { sizeText } from '@orrery/contract/size-text.ts';
import type { InstanceKind, Reach } from '@orrery/balancer/placement/model.ts';
import type { Viewer } from '../authz/viewer.ts';
import { type InventoryStore, row } from '../inventory/resource-row.ts';
import type { Problems } from './problems.ts';

export const gib = 2 ** 30;

/** What the source of a launch says of the instance to be. */
export interface Source {
  kind: InstanceKind;
  /** Backend that has it; null where it can be brought anywhere. */
  backend: string | null;
  architecture: string | null;
  /** The least that its first disk has to hold; 0 when that is not known. */
  diskBytes: number;
  memoryMiB: number;
  /** Whether a first disk is made; a volume is one already. */
  makesDisk: boolean;
  /** Volume that becomes the first disk. */
  volume: Volume | null;
  /** Volume that the first disk is copied from, where it lies. */
  copies: Volume | null;
  /** Names of the source instance's other disks, which are left where they are. */
  left: readonly string[];
  /** Beyond making instances, what a back end must be able to do for it. */
  needs: Capability | null;
}

export interface Where {
  viewer: Viewer;
  store: InventoryStore;
  project: string | null;
  problems: Problems;
}

/** A row that the asker sees and that the project may use. Says what is wrong otherwise. */
export function usable<K extends ResourceKind>(
  { viewer, store, problems }: Where,
  kind: K,
  { id, field }: { id: string; field: string },
): ResourceTypes[K] | undefined {
  const held = row(store, kind, id);
  if (held !== undefined && viewer.scope.sees(held)) return held;
  problems.add('resource.not-found', field, `There is no such ${kind}`);
  return undefined;
}

const nothingKnown: Source = {
  kind: 'vm',
  backend: null,
  architecture: null,
  diskBytes: 0,
  memoryMiB: 0,
  makesDisk: true,
  volume: null,
  copies: null,
  left: [],
  needs: null,
};

export function readSource(root: Root, where: Where): Source | undefined {
  switch (root.from) {
    case 'reference':
      return { ...nothingKnown, kind: 'container', makesDisk: false };
    case 'image':
      return imageSource(root.image, where);
    case 'installer':
      return installerSource(root.image, where);
    case 'volume':
      return volumeSource(root.volume, where);
    case 'snapshot':
      return snapshotSource(root.snapshot, where);
  }
}

function imageOf(id: string, where: Where): Image | undefined {
  const image = usable(where, 'image', { id, field: 'source.image' });
  if (image === undefined) return undefined;
  if (image.project !== null && where.project !== image.project && image.visibility === 'private') {
    where.problems.add('launch.image', 'source.image', 'The image belongs to another project');
    return undefined;
  }
  if (image.status === 'available' || image.status === 'deprecated') return image;
  where.problems.add(
    'launch.image',
    'source.image',
    `The image is ${image.status}; wait until it is available`,
  );
  return undefined;
}

function imageSource(id: string, where: Where): Source | undefined {
  const image = imageOf(id, where);
  if (image === undefined) return undefined;
  if (image.format === 'iso') {
    const message = 'This is an installer disc: start from it as an installer, with an empty disk';
    where.problems.add('launch.image', 'source', message);
    return undefined;
  }
  const container = image.format === 'oci';
  return {
    ...nothingKnown,
    kind: container ? 'container' : 'vm',
    backend: image.backend,
    architecture: image.architecture,
    diskBytes: container ? 0 : Math.max(image.virtualSizeBytes ?? 0, (image.minDiskGiB ?? 0) * gib),
    memoryMiB: image.minMemoryMiB ?? 0,
    makesDisk: !container,
    needs: image.format === 'ova' ? 'instance.createFromOva' : null,
  };
}

function installerSource(id: string, where: Where): Source | undefined {
  const image = imageOf(id, where);
  if (image === undefined) return undefined;
  if (image.format !== 'iso') {
    where.problems.add('launch.image', 'source.image', 'An installer is an ISO image; this is not one');
    return undefined;
  }
  const { backend, architecture, minMemoryMiB } = image;
  return { ...nothingKnown, backend, architecture, memoryMiB: minMemoryMiB ?? 0 };
}

function volumeSource(id: string, where: Where): Source | undefined {
  const volume = freeVolume(id, where, 'source.volume');
  if (volume === undefined) return undefined;
  return { ...nothingKnown, backend: volume.backend, makesDisk: false, volume };
}

function snapshotSource(id: string, where: Where): Source | undefined {
  const snapshot: Snapshot | undefined = usable(where, 'snapshot', { id, field: 'source.snapshot' });
  if (snapshot === undefined) return undefined;
  if (!isOwn(snapshot, where)) {
    where.problems.add('launch.snapshot', 'source.snapshot', 'The snapshot belongs to another project');
    return undefined;
  }
  const instance = row(where.store, 'instance', snapshot.instance);
  const [first] = instance?.volumes ?? [];
  const disk = first === undefined ? undefined : row(where.store, 'volume', first);
  return {
    ...nothingKnown,
    backend: snapshot.backend,
    diskBytes: disk?.capacityBytes ?? 0,
    copies: disk ?? null,
    left: instance ? otherDisks(instance, where) : [],
    needs: 'instance.createFromSnapshot',
  };
}

/** All but the one that it boots from; by its device where nothing more is known of it. */
const otherDisks = ({ disks, volumes: [first] }: Instance, { store }: Where): string[] =>
  disks
    .filter(({ kind, volume }) => kind === 'disk' && (volume === null || volume !== first))
    .map(
      ({ device, volume }) => (volume === null ? undefined : row(store, 'volume', volume)?.name) ?? device,
    );

const isOwn = (resource: { project: string | null }, { project }: Where): boolean =>
  resource.project === null || resource.project === project;

/** A volume of the project that nothing uses. */
export function freeVolume(id: string, where: Where, field: string): Volume | undefined {
  const volume = usable(where, 'volume', { id, field });
  if (volume === undefined) return undefined;
  if (!isOwn(volume, where)) {
    where.problems.add('launch.volume', field, `The volume ${volume.name} belongs to another project`);
    return undefined;
  }
  if (volume.attachedTo.length > 0 || volume.status !== 'available') {
    where.problems.add('launch.volume', field, `The volume ${volume.name} is ${volume.status}`);
    return undefined;
  }
  return volume;
}

/** Which hosts reach a volume: those of its pool. */
export function reachOfVolume(volume: Volume, store: InventoryStore): Reach {
  const pool = volume.pool === null ? undefined : row(store, 'storage-pool', volume.pool);
  const hosts = pool && pool.hosts.length > 0 ? pool.hosts : null;
  return { what: 'volume', backend: volume.backend ?? '', hosts };
}

/** The first disk's size in bytes, given what was asked for. */
export const rootBytes = (source: Source, size: { diskGiB: number }): number =>
  !source.makesDisk ? 0 : size.diskGiB > 0 ? size.diskGiB * gib : source.diskBytes;

export function checkSize(launch: Launch, source: Source, more: { size: Size; problems: Problems }): void {
  const { size, problems } = more;
  const field = launch.flavor === null ? 'size' : 'flavor';
  if (source.memoryMiB > size.memoryMiB) {
    const message = `The image needs ${sizeText(source.memoryMiB)} of memory; ${sizeText(size.memoryMiB)} are chosen`;
    problems.add('launch.memory-small', field, message);
  }
  const needed = Math.ceil(source.diskBytes / gib);
  if (source.makesDisk && size.diskGiB > 0 && size.diskGiB < needed) {
    const message = `The source needs a disk of ${needed} GiB; ${size.diskGiB} GiB are chosen`;
    problems.add('launch.disk-small', field, message);
  }
  if (launch.source.from === 'installer' && size.diskGiB === 0) {
    const message = 'An installer needs an empty disk: choose a size with one';
    problems.add('launch.disk-small', field, message);
  }
}

export interface Size {
  flavor: string | null;
  vcpus: number;
  memoryMiB: number;
  diskGiB: number;
}
