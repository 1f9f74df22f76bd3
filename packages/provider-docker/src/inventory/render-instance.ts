import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { ContainerFacts, ContainerNetwork, HostRecord } from '../engine/facts.ts';
import { nativeOfContainer } from '../identity.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import {
  descriptionOf,
  flavorOf,
  groupOf,
  imageOf,
  projectOf,
  serviceOf,
  tagsOf,
  titleOf,
} from '../map/labels.ts';
import { networkNative } from './render-network.ts';
import { isActive, powerStateOf, statusOf } from '../map/power.ts';

const bytesPerMiB = 1_048_576;

/** Restart policies under which the engine starts it when it starts itself. */
const startsWithEngine = new Set(['always', 'unless-stopped']);
export const isAutostarted = ({ restartPolicy }: ContainerFacts): boolean =>
  startsWithEngine.has(restartPolicy);

/** None, as the engine itself says it, for one without a limit: it may use all of its host and was promised nothing. */
const vcpusOf = ({ cpus }: ContainerFacts): number => (cpus === null ? 0 : Math.max(1, Math.ceil(cpus)));
const memoryMiBOf = ({ memoryBytes }: ContainerFacts): number => Math.round((memoryBytes ?? 0) / bytesPerMiB);

const volumeId = (backend: string, host: HostRecord, name: string | null): string | null =>
  name !== null && host.volumes.has(name) ? idOf(backend, nativeIds.volume(host.name, name)) : null;

/** Before the first start the engine tells a network's name only. */
function networkId(backend: string, host: HostRecord, { id, name }: ContainerNetwork): string | null {
  const known = host.networks.get(id) ?? [...host.networks.values()].find(n => n.name === name);
  return known ? idOf(backend, networkNative(known)) : null;
}

const renderDisks = (backend: string, host: HostRecord, { mounts }: ContainerFacts): Instance['disks'] =>
  mounts.map(mount => ({
    device: mount.destination,
    kind: 'disk',
    bus: mount.type,
    volume: volumeId(backend, host, mount.volume),
    source: mount.source === '' ? null : mount.source,
    format: null,
    capacityBytes: null,
    readOnly: mount.readOnly,
  }));

const renderInterfaces = (
  backend: string,
  host: HostRecord,
  { networks, state }: ContainerFacts,
): Instance['interfaces'] =>
  networks.map(network => ({
    mac: network.mac,
    model: null,
    network: networkId(backend, host, network),
    networkName: network.name,
    linkUp: isActive(state),
  }));

const addressesOf = ({ networks }: ContainerFacts): Instance['addresses'] =>
  networks.flatMap(({ addresses, mac }) => addresses.map(a => ({ ...a, mac, from: 'backend' as const })));

/** The name people know it by: what it was asked for, or the first tag of an image asked for by its id. */
function imageName(host: HostRecord, { image, imageId, labels }: ContainerFacts): string {
  const known = imageOf(labels);
  if (known !== null) return known;
  return image.startsWith('sha256:') ? (host.images.get(imageId)?.tags[0] ?? image) : image;
}

const restartPolicies = ['no', 'always', 'unless-stopped', 'on-failure'] as const;
const restartOf = ({ restartPolicy }: ContainerFacts): Instance['restart'] =>
  restartPolicies.find(policy => policy === restartPolicy) ?? null;

const none = {
  cpuPercent: null,
  memoryUsedMiB: null,
  diskBytesPerSecond: null,
  networkBytesPerSecond: null,
};
const unique = (ids: (string | null)[]): string[] => [...new Set(ids.filter(id => id !== null))];

export function renderInstance(
  backend: string,
  host: HostRecord,
  facts: ContainerFacts,
): Reported<'instance'> {
  const { id, labels, state } = facts;
  const disks = renderDisks(backend, host, facts);
  const interfaces = renderInterfaces(backend, host, facts);
  return {
    id: idOf(backend, nativeOfContainer(facts)),
    backend,
    kind: 'instance',
    name: facts.name,
    project: projectOf(labels),
    asOf: facts.asOf,
    source: facts.source,
    status: statusOf(state),
    instanceKind: 'container',
    host: idOf(backend, host.name),
    hostName: host.name,
    cluster: idOf(backend, host.seat.cluster),
    powerState: powerStateOf(state),
    vcpus: vcpusOf(facts),
    memoryMiB: memoryMiBOf(facts),
    addresses: addressesOf(facts),
    image: imageName(host, facts),
    flavor: flavorOf(labels),
    volumes: unique(disks.map(d => d.volume)),
    networks: unique(interfaces.map(i => i.network)),
    ...(host.metrics.get(id) ?? none),
    tags: tagsOf(labels),
    title: titleOf(labels),
    description: descriptionOf(labels),
    persistent: !facts.autoRemove,
    autostart: facts.autoRemove ? null : isAutostarted(facts),
    hasSavedState: false,
    agent: 'absent',
    health: facts.health,
    architecture: host.facts.architecture,
    machineType: null,
    firmware: null,
    disks,
    interfaces,
    offers: ['logs', 'files'],
    group: groupOf(labels),
    service: serviceOf(labels),
    restart: restartOf(facts),
    consoles: ['exec'],
    createdAt: facts.createdAt,
    startedAt: isActive(state) ? state.startedAt : null,
  };
}
