import type { Network } from '@orrery/contract/resources/network.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { HostRecord, NetworkFacts } from '../engine/facts.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { labelNames, projectOf } from '../map/labels.ts';

/** What engines make for themselves: the same on each of them. */
const ownNetworks = new Set(['bridge', 'host', 'none', 'podman', 'docker_gwbridge']);
export const isOwnNetwork = ({ name, scope }: NetworkFacts): boolean =>
  scope === 'local' && ownNetworks.has(name);

/** One network of the backend may be one on each of several engines; a swarm's has the same id on all of them. */
export function networkNative(network: NetworkFacts): string {
  if (isOwnNetwork(network)) return nativeIds.ownNetwork(network.name);
  const operation = network.labels[labelNames.operation];
  return operation === undefined ? nativeIds.network(network.id) : nativeIds.madeNetwork(operation);
}

const types: Readonly<Record<string, Network['type']>> = {
  bridge: 'nat',
  host: 'host',
  overlay: 'overlay',
  macvlan: 'bridged',
  ipvlan: 'bridged',
};

const typeOf = ({ driver, internal }: NetworkFacts): Network['type'] =>
  driver === 'null' || internal ? 'isolated' : (types[driver] ?? 'other');

/** How many containers are connected, by the network's name: before the first start there is no id. */
function countByNetwork(host: HostRecord): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { networks } of host.containers.values()) {
    for (const { name } of networks) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

interface Copy {
  host: HostRecord;
  network: NetworkFacts;
  instanceCount: number;
}

function renderCopies(backend: string, native: string, copies: readonly Copy[]): Reported<'network'>[] {
  const [first] = copies;
  if (!first) return [];
  const { network } = first;
  const cidrs = [...new Set(copies.flatMap(copy => copy.network.cidrs))];
  return [
    {
      id: idOf(backend, native),
      backend,
      kind: 'network',
      name: network.name,
      project: projectOf(network.labels),
      asOf: network.asOf,
      source: network.source,
      status: 'active',
      type: typeOf(network),
      hosts: copies.map(({ host }) => idOf(backend, host.name)),
      bridge: network.bridge,
      vlan: network.vlan,
      cidrs,
      // Not by that protocol, but the engine gives each container an address out of the range.
      dhcp: cidrs.length > 0,
      dhcpRanges: [],
      autostart: null,
      instanceCount: copies.reduce((sum, copy) => sum + copy.instanceCount, 0),
    },
  ];
}

/** All networks of the backend, each once. */
export function renderNetworks(backend: string, hosts: Iterable<HostRecord>): Reported<'network'>[] {
  const copies = new Map<string, Copy[]>();
  for (const host of hosts) {
    const counts = countByNetwork(host);
    for (const network of host.networks.values()) {
      const native = networkNative(network);
      const copy = { host, network, instanceCount: counts.get(network.name) ?? 0 };
      copies.set(native, [...(copies.get(native) ?? []), copy]);
    }
  }
  return [...copies].flatMap(([native, own]) => renderCopies(backend, native, own));
}
