import type { SimulatorSettings } from '@orrery/contract/backends/settings.ts';
import type { Random } from '@orrery/provider-kit/clock.ts';
import { measure } from '../load/instance-load.ts';
import { hashText } from '../random/hash.ts';
import { between, pick, seededRandom } from '../random/prng.ts';
import { volumesFor } from './build-storage.ts';
import { choosers } from './choosers.ts';
import type { SimCluster, SimHost, SimImage, SimInstance, SimNetwork } from './model.ts';
import { applications, titles } from './names.ts';
import { type FlavorName, flavors, type Role, roles } from './roles.ts';
import type { World } from './world.ts';

const day = 86_400_000;

export interface Blueprint {
  name: string;
  running: boolean;
  role: Role;
  cluster: SimCluster;
  host: SimHost;
  flavor: FlavorName;
  image: SimImage | null;
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

const knownTitles = new Map<string, string>();
function titleOf(application: string, role: Role): string {
  const title = `${application} ${titles[role.name] ?? role.name}`;
  const known = knownTitles.get(title);
  if (known !== undefined) return known;
  knownTitles.set(title, title);
  return title;
}

const outward = new Set(['web', 'lb', 'api']);

/** Public ones stand in two networks, the others in the back one. */
function networksFor(role: Role, cluster: SimCluster): SimNetwork[] {
  const [front, back] = cluster.networks;
  if (!front || !back) return [];
  return outward.has(role.name) ? [front, back] : [back];
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
  const instance: SimInstance = {
    kind: 'instance',
    native: `${container ? 'ct' : 'vm'}-${index}`,
    index,
    instanceKind: container ? 'container' : 'vm',
    name: plan.name,
    title: titleOf(plan.application, plan.role),
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
    image: plan.image,
    flavor: plan.flavor,
    volumes: [],
    securityGroups: [],
    networks: networksFor(plan.role, plan.cluster),
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
  instance.volumes = volumesFor(world, instance, size.diskGiB);
  for (const network of instance.networks) network.instances.add(instance);
  measure(instance, now);
  return instance;
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
  const choices = world.clusters.map(cluster => ({ cluster, ...choosers(world, cluster) }));
  for (let i = 0; i < settings.instances; i++) {
    const choice = choices[i % choices.length];
    const host = choice?.host(random);
    if (!choice || !host) return;
    const role = choice.role(random);
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
        image: choice.image(role, random),
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
        image: choosers(world, cluster).image(role, random),
        application: 'docs',
        environment: 'dev',
        project: settings.projects[0] ?? null,
        createdAt: now - day,
      },
      { random, now },
    ),
  );
}
