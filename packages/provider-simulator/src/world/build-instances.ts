import type { SimulatorSettings } from '@orrery/contract/backends/settings.ts';
import type { Random } from '@orrery/provider-kit/clock.ts';
import { measure } from '../load/instance-load.ts';
import { hash01, hash32, hashText } from '../random/hash.ts';
import { between, pick, seededRandom } from '../random/prng.ts';
import type { SimCluster, SimHost, SimImage, SimInstance, SimPool, SimVolume } from './model.ts';
import { applications, titles } from './names.ts';
import { type FlavorName, flavors, type Role, roles } from './roles.ts';
import type { World } from './world.ts';

const GiB = 1_073_741_824;
const TiB = 1024 * GiB;
const day = 86_400_000;

/** Share of the archive pool in use: past the usual warning at 90 %. */
const nearlyFull = 0.94;

export interface Blueprint {
  name: string;
  running: boolean;
  role: Role;
  cluster: SimCluster;
  host: SimHost;
  flavor: FlavorName;
  application: string;
  environment: string;
  project: string | null;
  createdAt: number;
}

const tagSets = new Map<string, readonly string[]>();
/** Tags are shared: a hundred thousand instances have a few dozen different sets. */
function tagsOf(...tags: string[]): readonly string[] {
  const key = tags.join(' ');
  const known = tagSets.get(key);
  if (known) return known;
  tagSets.set(key, tags);
  return tags;
}

function volumeOf(
  world: World,
  name: string,
  more: { pool: SimPool; gib: number; instance: SimInstance | null; backing: SimImage | null },
): SimVolume {
  const number = world.serial++;
  const capacityBytes = more.gib * GiB;
  const volume: SimVolume = {
    kind: 'volume',
    native: `vol-${number}`,
    name,
    pool: more.pool,
    capacityBytes,
    usedBytes: Math.round(capacityBytes * (0.12 + 0.6 * hash01(number, 21))),
    attachedTo: more.instance,
    backing: more.backing,
  };
  more.pool.volumes.add(volume);
  world.volumes.set(volume.native, volume);
  return volume;
}

/** Roles whose data is large and slow. */
const onBulk = new Set(['batch', 'ci', 'transcode']);

function giveVolumes(world: World, instance: SimInstance): void {
  const { host, role } = instance;
  const seen = host.cluster.pools.filter(p => p.hosts.includes(host));
  const fast = seen.find(p => p.type === 'rbd');
  const bulk = seen.find(p => p.type === 'nfs');
  const add = (
    pool: SimPool | undefined,
    disk: { suffix: string; gib: number; backing: SimImage | null },
  ) => {
    if (!pool || disk.gib === 0) return;
    instance.volumes.push(volumeOf(world, `${instance.name}-${disk.suffix}`, { ...disk, pool, instance }));
  };
  if (instance.instanceKind === 'vm')
    add(fast, { suffix: 'root', gib: flavors[instance.flavor].diskGiB, backing: instance.image });
  add(onBulk.has(role.name) ? bulk : fast, { suffix: 'data', gib: role.dataDiskGiB, backing: null });
}

function giveNetworks(instance: SimInstance): void {
  const [front, back] = instance.host.cluster.networks;
  const outward = ['web', 'lb', 'api'].includes(instance.role.name);
  const networks = outward ? [front, back] : [back];
  for (const network of networks)
    if (network) {
      instance.networks.push(network);
      network.instances.add(instance);
    }
}

function imageFor(
  world: World,
  role: Role,
  more: { format: SimImage['format']; random: Random },
): SimImage | null {
  const fitting = world.images.filter(i => i.format === more.format);
  const golden = role.name === 'db' ? fitting.find(i => i.name.startsWith('postgres')) : undefined;
  const ordinary = fitting.filter(i => !i.name.startsWith('postgres'));
  const first = ordinary[0];
  return golden ?? (first ? pick(more.random, [first, ...ordinary.slice(1)]) : null);
}

/** Puts one instance into the world, with its disks and ports. */
export function buildInstance(
  world: World,
  plan: Blueprint,
  more: { random: Random; now: number },
): SimInstance {
  const { random, now } = more;
  const index = world.serial++;
  const container = plan.cluster.runs === 'container';
  const size = flavors[plan.flavor];
  const image = imageFor(world, plan.role, { format: container ? 'oci' : 'qcow2', random });
  const instance: SimInstance = {
    kind: 'instance',
    native: `${container ? 'ct' : 'vm'}-${index}`,
    index,
    instanceKind: container ? 'container' : 'vm',
    name: plan.name,
    title: `${plan.application} ${titles[plan.role.name] ?? plan.role.name}`,
    description: null,
    tags: tagsOf(plan.environment, plan.application),
    project: plan.project,
    host: plan.host,
    powerState: plan.running ? 'running' : 'stopped',
    task: null,
    vcpus: size.vcpus,
    memoryMiB: size.memoryMiB,
    role: plan.role,
    group: hashText(plan.application),
    image,
    flavor: plan.flavor,
    volumes: [],
    networks: [],
    autostart: plan.environment === 'prod',
    hasSavedState: false,
    createdAt: plan.createdAt,
    startedAt: plan.running ? now - Math.floor(random() * Math.min(90 * day, now - plan.createdAt)) : null,
    agentFrom: 0,
    boots: 1,
    cpuPercent: 0,
    memoryUsedMiB: 0,
  };
  plan.host.instances.add(instance);
  world.instances.set(instance.native, instance);
  giveVolumes(world, instance);
  giveNetworks(instance);
  measure(instance, now);
  return instance;
}

function rolesFor(cluster: SimCluster): readonly Role[] {
  return roles.filter(r => r.kinds.includes(cluster.runs));
}

function weighted(random: Random, from: readonly Role[]): Role {
  let left = random() * from.reduce((sum, r) => sum + r.weight, 0);
  for (const role of from) {
    left -= role.weight;
    if (left < 0) return role;
  }
  return roles[0];
}

type HostChooser = (random: Random) => SimHost | undefined;

/** Hosts are never loaded evenly in real life: each has its own attraction, by its number. */
function hostChooser(cluster: SimCluster): HostChooser {
  const open = cluster.hosts.filter(h => !h.maintenance);
  const upTo: number[] = [];
  let total = 0;
  for (const host of open) upTo.push((total += 0.55 + 0.9 * hash01(host.index, 31)));
  return random => {
    const at = random() * total;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return open[low];
  };
}

const environments = ['prod', 'prod', 'prod', 'stage', 'dev'] as const;

/** Yields after each instance, so that the caller can let the event loop breathe. */
export function* buildInstances(
  world: World,
  settings: SimulatorSettings,
  now: number,
): Generator<SimInstance> {
  const random = seededRandom(settings.seed, 1);
  const numbers = new Map<string, number>();
  const choices = world.clusters.map(cluster => ({
    cluster,
    roles: rolesFor(cluster),
    host: hostChooser(cluster),
  }));
  for (let i = 0; i < settings.instances; i++) {
    const choice = choices[i % choices.length];
    const host = choice?.host(random);
    if (!choice || !host) return;
    const role = weighted(random, choice.roles);
    const application = pick(random, applications);
    const environment = role.name === 'dev' ? 'dev' : pick(random, environments);
    const series = `${environment === 'prod' ? '' : `${environment}-`}${application}-${role.name}`;
    const number = (numbers.get(series) ?? 0) + 1;
    numbers.set(series, number);
    const owner = settings.projects[hashText(application) % (settings.projects.length + 1)] ?? null;
    yield buildInstance(
      world,
      {
        name: `${series}-${String(number).padStart(2, '0')}`,
        running: random() >= role.stoppedShare,
        role,
        cluster: choice.cluster,
        host,
        flavor: pick(random, role.flavors),
        application,
        environment,
        project: owner,
        createdAt: now - between(random, 1, 700) * day - Math.floor(random() * day),
      },
      { random, now },
    );
  }
}

/** The extra instances that misbehave on purpose; on the first cluster, running unless their name says how they start. */
export function buildSentinels(world: World, settings: SimulatorSettings, now: number): SimInstance[] {
  const random = seededRandom(settings.seed, 2);
  const cluster = world.clusters[0];
  const host = cluster?.hosts.find(h => !h.maintenance);
  const role = roles.find(r => r.name === 'dev');
  if (!cluster || !host || !role) return [];
  return settings.sentinels.map(name =>
    buildInstance(
      world,
      {
        name,
        running: !name.includes('-start') && !name.includes('-rename'),
        role,
        cluster,
        host,
        flavor: 's.small',
        application: 'docs',
        environment: 'dev',
        project: settings.projects[0] ?? null,
        createdAt: now - day,
      },
      { random, now },
    ),
  );
}

/** Backups on the old pool, which leave little room there. */
export function buildBackups(world: World, seed: number): void {
  const pool = world.pools.find(p => p.name.endsWith('-archive'));
  if (!pool) return;
  let used = 0;
  for (let i = 0; i < 12; i++) {
    const name = `backup-${applications[hash32(seed, i) % applications.length] ?? 'docs'}-${String(i + 1).padStart(2, '0')}`;
    used += volumeOf(world, name, {
      pool,
      gib: 400 + 100 * (i % 5),
      instance: null,
      backing: null,
    }).usedBytes;
  }
  pool.capacityBytes = Math.round(used / nearlyFull);
}

/** Buys disks as a careful admin would: every pool is half full, more or less. */
export function sizePools(world: World): void {
  for (const pool of world.pools) {
    if (pool.capacityBytes > 0) continue;
    let used = 0;
    for (const volume of pool.volumes) used += volume.usedBytes;
    const share = 0.38 + 0.35 * hash01(hashText(pool.name), 51);
    pool.capacityBytes = Math.max(10 * TiB, Math.ceil(used / share / TiB) * TiB);
  }
}
