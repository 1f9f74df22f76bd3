import type { CreationPhase, InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { boot, type EffectContext, fact } from '../actions/effects.ts';
import { hashText } from '../random/hash.ts';
import type {
  SimHost,
  SimImage,
  SimInstance,
  SimNetwork,
  SimPool,
  SimSnapshot,
  SimVolume,
} from '../world/model.ts';
import { type Role, roles } from '../world/roles.ts';
import { addVolume, type World } from '../world/world.ts';
import { type CreationOrder, idPart, missing, type PlannedCreation, refuseTaken } from './order.ts';
import { imageOf } from './plan-volume.ts';

const GiB = 1_073_741_824;
/** What a fresh clone has written of its own. */
const cloneBytes = 96_468_992;

function hostFor(world: World, order: CreationOrder, container: boolean): SimHost {
  const runs = container ? 'container' : 'vm';
  const host = order.host ?? world.hosts.find(h => h.cluster.runs === runs && h.reachable && !h.maintenance);
  if (!host)
    throw new ProviderError('backend.refused', `No host here runs ${container ? 'containers' : 'VMs'}`);
  if (!host.reachable) throw new ProviderError('backend.unavailable', 'No connection to its host');
  if (host.maintenance) throw new ProviderError('resource.state', 'Its host is in maintenance');
  return host;
}

/** The image as the data centre knows it: its own, or Orrery's with its copy here. */
function sourceImage(world: World, spec: InstanceCreation, content: ImageContent | null): SimImage | null {
  if (spec.root.from === 'reference') return referenced(spec.root.reference);
  if (spec.root.from !== 'image' && spec.root.from !== 'installer') return null;
  const { image: id } = spec.root;
  const known = imageOf(world, id);
  if (known) return known;
  if (!content) throw missing('image', id);
  return copied(content);
}

const copied = (content: ImageContent): SimImage => ({
  kind: 'image',
  native: `copy-${content.sha256.slice(0, 12)}`,
  name: content.name,
  os: 'unknown',
  format: 'qcow2',
  sizeBytes: content.sizeBytes,
  virtualSizeBytes: content.virtualSizeBytes,
  createdAt: 0,
  catalogue: content.id,
});

const referenced = (reference: string): SimImage => ({
  kind: 'image',
  native: reference,
  name: reference,
  os: 'container',
  format: 'oci',
  sizeBytes: 180_000_000,
  virtualSizeBytes: 180_000_000,
  createdAt: 0,
  catalogue: reference,
});

function networksOf(host: SimHost, ids: readonly string[]): SimNetwork[] {
  return ids.map(id => {
    const network = host.cluster.networks.find(n => n.native === idPart(id));
    if (!network) throw missing('network', id);
    return network;
  });
}

function freeVolume(world: World, id: string, host: SimHost): SimVolume {
  const volume = world.volumes.get(idPart(id));
  if (!volume) throw missing('volume', id);
  if (volume.attachedTo) throw new ProviderError('resource.state', `${volume.name} is attached already`);
  if (!volume.pool.hosts.includes(host))
    throw new ProviderError('resource.state', `${volume.name} cannot be reached from its place`);
  return volume;
}

function snapshotFor(world: World, { root }: InstanceCreation): SimSnapshot | null {
  if (root.from !== 'snapshot') return null;
  const snapshot = world.snapshots.get(idPart(root.snapshot));
  if (!snapshot) throw missing('snapshot', root.snapshot);
  return snapshot;
}

/** The disk that is copied, where there is a way to it. */
function copiedDisk(snapshot: SimSnapshot, { diskGiB }: InstanceCreation, host: SimHost): SimVolume {
  const [disk] = snapshot.instance.volumes;
  if (!disk) throw new ProviderError('resource.state', `${snapshot.name} has no disk`);
  if (!disk.pool.hosts.includes(host))
    throw new ProviderError('resource.state', `${snapshot.name} cannot be reached from its place`);
  if (diskGiB > 0 && diskGiB * GiB < disk.capacityBytes)
    throw new ProviderError('args.invalid', `${snapshot.name} needs a larger disk`, {
      advice: 'Choose a larger flavor',
    });
  return disk;
}

function poolOf(host: SimHost): SimPool {
  const pool = host.pools.fast ?? host.pools.bulk;
  if (!pool) throw new ProviderError('backend.refused', 'Its host has no storage');
  return pool;
}

function roleFor(container: boolean): Role {
  const wanted = container ? 'web' : 'dev';
  return roles.find(r => r.name === wanted) ?? roles[0];
}

const phasesOf = (spec: InstanceCreation): CreationPhase[] => [
  ...(spec.root.from === 'volume' || spec.root.from === 'snapshot' ? [] : (['image'] as const)),
  'disk',
  'define',
  ...(spec.start ? (['boot', 'address'] as const) : []),
];

export function planInstance(world: World, order: CreationOrder, spec: InstanceCreation): PlannedCreation {
  const image = sourceImage(world, spec, order.image);
  const container = image?.format === 'oci';
  const snapshot = snapshotFor(world, spec);
  const host = hostFor(world, { ...order, host: order.host ?? snapshot?.instance.host ?? null }, container);
  const copy = snapshot && copiedDisk(snapshot, spec, host);
  refuseTaken('machine', world.instances.values(), spec.name);
  const networks = networksOf(host, spec.networks);
  const attached = spec.volumes.flatMap(v => ('volume' in v ? [freeVolume(world, v.volume, host)] : []));
  const root = spec.root.from === 'volume' ? freeVolume(world, spec.root.volume, host) : null;
  const native = `${container ? 'ct' : 'vm'}-${order.serial}`;

  const apply = (context: EffectContext) => {
    refuseTaken('machine', context.world.instances.values(), spec.name);
    const made = blank(spec, { native, host, image, container, order, now: context.now, networks });
    const disk = (name: string, bytes: number, backing: SimImage | null) =>
      addVolume(context.world, {
        kind: 'volume',
        native: `vol-${context.world.serial++}`,
        name,
        pool: poolOf(host),
        capacityBytes: bytes,
        usedBytes: copy?.usedBytes ?? cloneBytes,
        attachedTo: made,
        backing,
        project: order.project,
      });
    const rootBytes = Math.max(spec.diskGiB * GiB, image?.virtualSizeBytes ?? copy?.capacityBytes ?? GiB);
    const first = root ?? (container ? null : disk(`${spec.name}-root`, rootBytes, image));
    const fresh = spec.volumes.flatMap((v, n) =>
      'newGiB' in v ? [disk(v.name ?? `${spec.name}-data-${n + 1}`, v.newGiB * GiB, null)] : [],
    );
    made.volumes = [...(first ? [first] : []), ...attached, ...fresh];
    for (const volume of made.volumes) {
      volume.attachedTo = made;
      context.touch(volume);
    }
    for (const network of networks) network.instances.add(made);
    host.instances.add(made);
    context.world.instances.set(native, made);
    if (spec.start) boot(made, context);
    return { made, fact: fact('instance.created', `${spec.name} was made`) };
  };
  return { native, name: spec.name, phases: phasesOf(spec), apply };
}

interface Place {
  native: string;
  host: SimHost;
  image: SimImage | null;
  container: boolean;
  order: CreationOrder;
  now: number;
  networks: SimNetwork[];
}

/** The instance before anything is switched on. */
function blank(spec: InstanceCreation, place: Place): SimInstance {
  const { native, host, image, container, order, now, networks } = place;
  return {
    kind: 'instance',
    native,
    index: order.serial,
    instanceKind: container ? 'container' : 'vm',
    name: spec.name,
    title: spec.title,
    description: spec.description,
    tags: spec.tags,
    securityGroups: spec.securityGroups ?? [],
    project: order.project,
    host,
    powerState: 'stopped',
    task: null,
    vcpus: spec.vcpus,
    memoryMiB: spec.memoryMiB,
    role: roleFor(container),
    group: hashText(spec.name),
    image,
    flavor: spec.flavor,
    volumes: [],
    networks,
    autostart: false,
    hasSavedState: false,
    createdAt: now,
    startedAt: null,
    agentFrom: 0,
    boots: 0,
    cpuPercent: 0,
    memoryUsedMiB: 0,
  };
}
