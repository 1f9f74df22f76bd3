import type { Host } from '@orrery/contract/resources/host.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { ImageFacts } from '../images/image-facts.ts';
import { nativeOfRef, nativeOfTemplate } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type {
  ClusterFacts,
  DatastoreFacts,
  HostFacts,
  NetworkFacts,
  SnapshotFacts,
  VmFacts,
  VolumeFacts,
} from '../map/facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { markOf } from '../map/mark.ts';
import { poolGroupOf, resourcePoolsOf, standingOfHost } from './render-structure.ts';
import { noSums, type Scene, type Sums, type Totals } from './scene.ts';
import type { SharedDisk } from './store.ts';

const common = (
  { backend }: Scene,
  { native, name, seen }: { native: string; name: string; seen: Seen },
) => ({
  id: idOf(backend, native),
  backend,
  name,
  project: null,
  ...seen,
});

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

const hostIds = ({ backend, store }: Scene, refs: HostFacts['ref'][]): string[] =>
  refs.flatMap(ref => {
    const host = store.host(ref);
    return host ? [idOf(backend, host.native)] : [];
  });

function hostStatus({ connection, maintenance, entering }: HostFacts): Pick<Host, 'status' | 'reason'> {
  if (connection === 'disconnected')
    return { status: 'unreachable', reason: 'It was disconnected from vCenter' };
  if (connection !== 'connected')
    return { status: 'unreachable', reason: 'vCenter has lost its connection to it' };
  if (maintenance) return { status: 'maintenance', reason: 'It is in maintenance mode' };
  return entering
    ? { status: 'entering-maintenance', reason: 'It is being emptied for maintenance' }
    : { status: 'up', reason: null };
}

export function renderHost(scene: Scene, host: HostFacts, totals: Totals): Reported<'host'> {
  const cluster = scene.store.clusterOf(host);
  return {
    ...common(scene, host),
    kind: 'host',
    ...hostStatus(host),
    cluster: cluster ? idOf(scene.backend, cluster.native) : null,
    clusterName: cluster?.name ?? null,
    ...standingOfHost(scene, host),
    address: host.name,
    hypervisor: host.product,
    version: host.version,
    architecture: 'x86_64',
    cpuModel: host.cpuModel,
    cpuVendor: host.vendor,
    sockets: host.sockets,
    cores: host.cores,
    threads: host.threads,
    cpuMhz: host.cpuMhz,
    memoryMiB: host.memoryMiB,
    memoryUsedMiB: host.metrics?.memoryUsedMiB ?? null,
    cpuPercent: host.metrics?.cpuPercent ?? null,
    numa: [],
    runs: ['vm'],
    ...(totals.hosts.get(host.ref.value) ?? noSums),
    latencyMs: null,
    lastSeenAt: host.seen.asOf,
  };
}

/** Over all logical processors, so a host counts by its size. */
function meanCpu(hosts: readonly HostFacts[]): number | null {
  const known = hosts.filter(h => h.metrics !== null && h.metrics.cpuPercent !== null);
  const threads = sum(known.map(h => h.threads));
  if (threads === 0) return null;
  const busy = sum(known.map(h => (h.metrics?.cpuPercent ?? 0) * h.threads));
  return Math.round((busy * 10) / threads) / 10;
}

export function renderCluster(scene: Scene, cluster: ClusterFacts, totals: Totals): Reported<'cluster'> {
  const hosts = [...scene.store.hosts.values()].filter(h => h.parent?.value === cluster.ref.value);
  const up = hosts.filter(h => h.connection === 'connected');
  const sums: Sums[] = hosts.map(h => totals.hosts.get(h.ref.value) ?? noSums);
  return {
    ...common(scene, cluster),
    kind: 'cluster',
    source: 'derived',
    status: up.length === hosts.length ? 'up' : up.length > 0 ? 'degraded' : 'down',
    hostCount: hosts.length,
    hostsUp: up.length,
    instanceCount: sum(sums.map(s => s.instanceCount)),
    runningCount: sum(sums.map(s => s.runningCount)),
    threads: sum(hosts.map(h => h.threads)),
    memoryMiB: sum(hosts.map(h => h.memoryMiB)),
    memoryUsedMiB: sum(hosts.map(h => h.metrics?.memoryUsedMiB ?? 0)),
    cpuPercent: meanCpu(up),
    vcpusPromised: sum(sums.map(s => s.vcpusPromised)),
    memoryPromisedMiB: sum(sums.map(s => s.memoryPromisedMiB)),
    balancer: cluster.balancer ?? null,
    availability: cluster.availability ?? null,
    cpuBaseline: cluster.cpuBaseline,
    ...scene.store.structure.standing(cluster.parent),
    resourcePools: resourcePoolsOf(scene, cluster, totals),
  };
}

export function renderPool(
  scene: Scene,
  datastore: DatastoreFacts,
  totals: Totals,
): Reported<'storage-pool'> {
  const { capacityBytes, freeBytes } = datastore;
  const disks = totals.datastores.get(datastore.ref.value);
  return {
    ...common(scene, datastore),
    kind: 'storage-pool',
    status: datastore.accessible ? 'active' : 'unreachable',
    type: datastore.type,
    hosts: hostIds(scene, datastore.hosts),
    shared: datastore.shared || datastore.hosts.length > 1,
    path: datastore.url,
    capacityBytes,
    usedBytes: capacityBytes === null || freeBytes === null ? null : Math.max(0, capacityBytes - freeBytes),
    promisedBytes: disks?.promisedBytes ?? 0,
    volumeCount: disks?.volumeCount ?? 0,
    autostart: null,
    ...scene.store.structure.standing(datastore.parent),
    poolGroup: poolGroupOf(scene, datastore),
  };
}

export function renderNetwork(scene: Scene, network: NetworkFacts, totals: Totals): Reported<'network'> {
  return {
    ...common(scene, network),
    kind: 'network',
    status: 'active',
    type: 'bridged',
    hosts: hostIds(scene, network.hosts),
    bridge: null,
    vlan: network.vlan,
    cidrs: [],
    dhcp: false,
    dhcpRanges: [],
    autostart: null,
    ...scene.store.structure.standing(network.parent),
    instanceCount: totals.networks.get(network.ref.value) ?? 0,
  };
}

/** Templates that belong to no project are there for all. */
function ownerOf({ keys }: Scene, vm: VmFacts): Pick<Reported<'image'>, 'project' | 'visibility'> {
  const { project } = markOf(vm, keys);
  return { project, visibility: project === null ? 'public' : 'private' };
}

/** A template is what others are made from: an image. */
export const renderImage = (scene: Scene, vm: VmFacts): Reported<'image'> => ({
  ...common(scene, { ...vm, native: nativeOfTemplate(vm.native) }),
  kind: 'image',
  ...ownerOf(scene, vm),
  status: 'available',
  format: 'template',
  sizeBytes: vm.sizeBytes,
  virtualSizeBytes: vm.devices ? sum(vm.devices.disks.map(d => d.capacityBytes ?? 0)) : null,
  os: vm.guest,
  architecture: null,
  minDiskGiB: null,
  minMemoryMiB: null,
  protected: false,
  createdAt: vm.createdAt,
});

/**
 * Files of datastores bear the names of other people's machines: they are for those who see all. What is in a library
 * was put there to be used.
 */
export const renderStoredImage = (scene: Scene, image: ImageFacts): Reported<'image'> => ({
  ...common(scene, image),
  kind: 'image',
  visibility: 'library' in image.from ? 'public' : 'shared',
  status: 'available',
  format: image.format,
  sizeBytes: image.sizeBytes,
  virtualSizeBytes: null,
  os: null,
  architecture: null,
  minDiskGiB: null,
  minMemoryMiB: null,
  // What is not made here is not deleted here.
  protected: true,
  createdAt: image.createdAt,
});

export const renderSnapshot = (scene: Scene, vm: VmFacts, snapshot: SnapshotFacts): Reported<'snapshot'> => ({
  ...common(scene, { native: nativeOfRef(snapshot.ref), name: snapshot.name, seen: vm.seen }),
  kind: 'snapshot',
  project: markOf(vm, scene.keys).project,
  status: 'available',
  instance: idOf(scene.backend, vm.native),
  instanceName: vm.name,
  withMemory: snapshot.state === 'poweredOn',
  current: vm.currentSnapshot?.value === snapshot.ref.value,
  parent: snapshot.parent === null ? null : idOf(scene.backend, nativeOfRef(snapshot.parent)),
  description: snapshot.description === '' ? null : snapshot.description,
  sizeBytes: null,
  createdAt: snapshot.createdAt,
});

/** `[datastore] folder/file.vmdk` without the datastore, which is told beside it. */
const fileName = (path: string): string => path.replace(/^\[[^\]]*\]\s*/, '');

/** A first-class disk that no VM has. */
export function renderFreeVolume(scene: Scene, volume: VolumeFacts): Reported<'volume'> {
  const pool = scene.store.datastore(volume.key.datastore.value);
  return {
    ...common(scene, volume),
    kind: 'volume',
    status: 'available',
    pool: pool ? idOf(scene.backend, pool.native) : null,
    poolName: pool?.name ?? null,
    format: 'vmdk',
    capacityBytes: volume.capacityBytes,
    usedBytes: null,
    path: volume.file,
    backingVolume: null,
    attachedTo: [],
  };
}

export function renderVolume(scene: Scene, { disk, users }: SharedDisk): Reported<'volume'> {
  const own = scene.store.volumes.get(disk.native ?? '');
  const pool = scene.store.datastore(disk.datastore);
  const [first] = users;
  const seen: Seen = first?.seen ?? { asOf: new Date(0).toISOString(), source: 'derived' };
  const attachedTo = [...users].filter(vm => !vm.template).map(vm => idOf(scene.backend, vm.native));
  return {
    ...common(scene, {
      native: disk.native ?? '',
      name: own?.name ?? fileName(disk.file ?? disk.label),
      seen,
    }),
    kind: 'volume',
    project: first ? markOf(first, scene.keys).project : null,
    status: users.size > 0 ? 'in-use' : 'available',
    pool: pool ? idOf(scene.backend, pool.native) : null,
    poolName: pool?.name ?? null,
    format: 'vmdk',
    capacityBytes: disk.capacityBytes,
    usedBytes: null,
    path: disk.file,
    backingVolume: null,
    attachedTo,
  };
}
