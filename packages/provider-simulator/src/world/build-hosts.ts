import type { SimulatorSettings } from '@orrery/contract/backends/settings.ts';
import { hash32 } from '../random/hash.ts';
import { between, seededRandom } from '../random/prng.ts';
import type { HostModel, SimCluster, SimHost, SimImage, SimNetwork, SimPool } from './model.ts';
import { hostModels, images, sites } from './names.ts';
import type { World } from './world.ts';

const MB = 1_000_000;
const month = 30 * 86_400_000;

/** Instances that one host of the catalogue carries with ease; a denser world gets larger hosts. */
const comfortablePerHost = 20;

const twoDigits = (n: number): string => String(n).padStart(2, '0');

function buildCluster(index: number): SimCluster {
  const runs = index % 3 === 2 ? 'container' : 'vm';
  const site = `${sites[index % sites.length] ?? sites[0]}${Math.floor(index / sites.length) + 1}`;
  const name = `${site}-${runs === 'vm' ? 'compute' : 'containers'}`;
  return { kind: 'cluster', native: `cluster-${index + 1}`, name, runs, hosts: [], pools: [], networks: [] };
}

function modelFor(settings: SimulatorSettings, cluster: number): HostModel {
  const model = hostModels[cluster % hostModels.length] ?? hostModels[0];
  const factor = Math.max(1, Math.ceil(settings.instances / settings.hosts / comfortablePerHost));
  return { ...model, coresPerSocket: model.coresPerSocket * factor, memoryMiB: model.memoryMiB * factor };
}

function buildHost(cluster: SimCluster, index: number, more: { model: HostModel; flaky: boolean }): SimHost {
  const number = twoDigits(cluster.hosts.length + 1);
  const site = cluster.name.split('-')[0] ?? cluster.name;
  const base = `${site}-${cluster.runs === 'vm' ? 'kvm' : 'ctr'}-${number}`;
  return {
    kind: 'host',
    native: `host-${index + 1}`,
    name: more.flaky ? `flaky-${base}` : base,
    index,
    cluster,
    model: more.model,
    address: `10.${16 + (index >> 8)}.${index & 255}.10`,
    maintenance: false,
    reachable: true,
    flaky: more.flaky,
    instances: new Set(),
    pools: { fast: null, bulk: null },
  };
}

/** Hosts that share one fast pool, and one bulk pool. */
const rack = 12;
const row = 48;

/** Pools of a cluster: fast ones by rack, bulk ones by row, and in the first cluster an old one. Sized once they are filled. */
function buildPools(world: World, cluster: SimCluster): void {
  const site = cluster.name.split('-')[0] ?? cluster.name;
  const add = (name: string, type: string, hosts: readonly SimHost[]) => {
    const native = `pool-${world.pools.length + 1}`;
    const pool: SimPool = {
      kind: 'storage-pool',
      native,
      name,
      type,
      cluster,
      hosts,
      status: 'active',
      capacityBytes: 0,
      volumes: new Set(),
      usedBytes: 0,
      promisedBytes: 0,
    };
    cluster.pools.push(pool);
    world.pools.push(pool);
    return pool;
  };
  for (let at = 0; at < cluster.hosts.length; at += rack) {
    const hosts = cluster.hosts.slice(at, at + rack);
    const fast = add(`${site}-nvme-${twoDigits(at / rack + 1)}`, 'rbd', hosts);
    for (const host of hosts) host.pools.fast = fast;
  }
  for (let at = 0; at < cluster.hosts.length; at += row) {
    const hosts = cluster.hosts.slice(at, at + row);
    const bulk = add(`${site}-bulk-${twoDigits(at / row + 1)}`, 'nfs', hosts);
    for (const host of hosts) host.pools.bulk = bulk;
  }
  if (cluster === world.clusters[0]) add(`${site}-archive`, 'nfs', cluster.hosts.slice(0, row));
}

function buildNetworks(world: World, cluster: SimCluster): void {
  const names = cluster.runs === 'vm' ? ['frontend', 'backend', 'storage', 'lab'] : ['ingress', 'mesh'];
  for (const name of names) {
    const type = cluster.runs === 'container' ? 'overlay' : name === 'lab' ? 'isolated' : 'bridged';
    addNetwork(world, cluster, { name, type });
  }
}

/** Behind NAT, and so open to every project; after all others, whose numbers stay what they were. */
function buildOfferedNetworks(world: World): void {
  for (const cluster of world.clusters) addNetwork(world, cluster, { name: 'internet', type: 'nat' });
}

function addNetwork(
  world: World,
  cluster: SimCluster,
  { name, type }: { name: string; type: SimNetwork['type'] },
): void {
  const index = world.networks.length;
  const site = cluster.name.split('-')[0] ?? cluster.name;
  const network: SimNetwork = {
    kind: 'network',
    native: `net-${index + 1}`,
    name: `${site}-${name}`,
    index,
    type,
    cluster,
    status: 'active',
    vlan: cluster.runs === 'vm' && type !== 'nat' ? 100 + index * 10 : null,
    dhcp: name !== 'storage',
    instances: new Set(),
    project: null,
    cidr: null,
  };
  cluster.networks.push(network);
  world.networks.push(network);
}

function buildImages(world: World, seed: number, now: number): void {
  const random = seededRandom(seed, 11);
  for (const kind of ['vm', 'container'] as const)
    for (const image of images[kind]) {
      const built: SimImage = {
        kind: 'image',
        native: `img-${world.images.length + 1}`,
        name: image.name,
        os: image.os,
        format: kind === 'vm' ? 'qcow2' : 'oci',
        sizeBytes: image.sizeMB * MB,
        virtualSizeBytes: Math.max(image.diskGiB * 1_073_741_824, image.sizeMB * MB),
        createdAt: now - between(random, 10, 300) * (month / 30),
        catalogue: null,
      };
      world.images.push(built);
    }
}

/** Everything but instances and their volumes. */
export function buildFrame(world: World, settings: SimulatorSettings, now: number): void {
  for (let i = 0; i < Math.min(settings.clusters, settings.hosts); i++) world.clusters.push(buildCluster(i));
  const models = world.clusters.map((_, at) => modelFor(settings, at));
  for (let i = 0; i < settings.hosts; i++) {
    const at = i % world.clusters.length;
    const cluster = world.clusters[at];
    const model = models[at];
    if (!cluster || !model) continue;
    const host = buildHost(cluster, i, { model, flaky: i < settings.flakyHosts });
    cluster.hosts.push(host);
    world.hosts.push(host);
  }
  for (const cluster of world.clusters) {
    buildPools(world, cluster);
    buildNetworks(world, cluster);
    const last = cluster.hosts.at(-1);
    // One host of the first cluster is being looked after, where there are enough others to do its work.
    if (last && cluster === world.clusters[0] && cluster.hosts.length > 3) last.maintenance = true;
  }
  buildOfferedNetworks(world);
  buildImages(world, settings.seed, now);
  world.serial += hash32(settings.seed) % 500;
}
