import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { DomainFacts, HostRecord } from '../host/facts.ts';
import { volumeByPath } from '../host/facts.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { isActive, powerStateOf } from '../map/power.ts';
import { diskPath, volumeIdOf } from './render.ts';

function renderDisks(backend: string, host: HostRecord, { definition }: DomainFacts): Instance['disks'] {
  return definition.disks.map(disk => {
    const source = diskPath(host, disk);
    const volume = source === null ? undefined : volumeByPath(host, source);
    return {
      device: disk.device,
      kind: disk.kind,
      bus: disk.bus,
      volume: volumeIdOf(backend, host, disk),
      source,
      format: disk.format,
      capacityBytes: volume?.definition.capacityBytes ?? null,
      readOnly: disk.readOnly,
    };
  });
}

const networkId = (backend: string, host: HostRecord, name: string | null): string | null =>
  name !== null && host.networks.has(name) ? idOf(backend, nativeIds.network(name)) : null;

function renderInterfaces(
  backend: string,
  host: HostRecord,
  { definition }: DomainFacts,
): Instance['interfaces'] {
  return definition.interfaces.map(nic => ({
    mac: nic.mac,
    model: nic.model,
    network: networkId(backend, host, nic.network),
    networkName: nic.network ?? nic.otherSource,
    linkUp: nic.linkUp,
  }));
}

/** The agent knows best; leases fill in where it is silent. */
function addressesOf(host: HostRecord, { ref, state, definition }: DomainFacts): Instance['addresses'] {
  if (!isActive(state)) return [];
  const told = host.addresses.get(ref.uuid) ?? [];
  const leased = definition.interfaces.flatMap(nic =>
    nic.mac === null ? [] : (host.leases.get(nic.mac) ?? []),
  );
  const known = new Set(told.map(a => a.address));
  return [...told, ...leased.filter(a => !known.has(a.address))];
}

/** As others may have written it. */
const instantOf = (text: string | null): string | null =>
  text === null || Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString();

const unique = (ids: (string | null)[]): string[] => [...new Set(ids.filter(id => id !== null))];

export function renderInstance(
  backend: string,
  { host, facts, migrating }: { host: HostRecord; facts: DomainFacts; migrating: boolean },
): Reported<'instance'> {
  const { ref, definition } = facts;
  const powerState = powerStateOf(facts.state, facts.hasSavedState);
  const disks = renderDisks(backend, host, facts);
  const interfaces = renderInterfaces(backend, host, facts);
  const none = {
    cpuPercent: null,
    memoryUsedMiB: null,
    diskBytesPerSecond: null,
    networkBytesPerSecond: null,
  };
  const metrics = isActive(facts.state) ? (host.metrics.get(ref.uuid) ?? none) : none;
  return {
    id: idOf(backend, ref.uuid),
    backend,
    kind: 'instance',
    name: ref.name,
    project: definition.mark.project,
    asOf: facts.asOf,
    source: facts.source,
    status: migrating ? 'migrating' : powerState,
    instanceKind: 'vm',
    host: idOf(backend, host.name),
    hostName: host.name,
    cluster: idOf(backend, nativeIds.cluster),
    powerState,
    vcpus: definition.vcpus,
    memoryMiB: definition.memoryMiB,
    addresses: addressesOf(host, facts),
    image: definition.mark.image ?? definition.image,
    flavor: definition.mark.flavor,
    volumes: unique(disks.map(d => d.volume)),
    networks: unique(interfaces.map(i => i.network)),
    ...metrics,
    securityGroups: definition.mark.groups,
    tags: definition.mark.tags,
    title: definition.title,
    description: definition.description,
    persistent: facts.persistent,
    autostart: facts.persistent ? facts.autostart : null,
    hasSavedState: facts.hasSavedState,
    agent: definition.agent,
    health: null,
    architecture: definition.architecture,
    machineType: definition.machineType,
    firmware: definition.firmware,
    disks,
    interfaces,
    consoles: definition.consoles,
    createdAt: instantOf(definition.mark.created),
    startedAt: isActive(facts.state) ? (host.startedAt.get(ref.uuid) ?? null) : null,
  };
}
