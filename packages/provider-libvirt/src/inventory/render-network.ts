import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { HostRecord, NetworkFacts } from '../host/facts.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';

interface OnHost {
  host: HostRecord;
  network: NetworkFacts;
}

function onHosts(hosts: Iterable<HostRecord>, name: string): OnHost[] {
  const found: OnHost[] = [];
  for (const host of hosts) {
    const network = host.networks.get(name);
    if (network) found.push({ host, network });
  }
  return found;
}

/** What hosts out of reach last said counts only when no other says anything. */
function statusOf(places: readonly OnHost[]): Reported<'network'>['status'] {
  const answering = places.filter(({ host }) => host.lost === null);
  const active = new Set((answering.length > 0 ? answering : places).map(({ network }) => network.active));
  if (active.size > 1) return 'error';
  return active.has(true) ? 'active' : 'inactive';
}

const unique = <T>(values: T[]): T[] => [...new Set(values)];

/** Networks of the same name on several hosts are one: it is by its name that an instance finds it again after a move. */
export function renderNetwork(
  backend: string,
  hosts: Iterable<HostRecord>,
  name: string,
): Reported<'network'> | null {
  const places = onHosts(hosts, name);
  const latest = places.toSorted((a, b) => (a.network.asOf < b.network.asOf ? 1 : -1))[0];
  const [first] = places;
  if (!latest || !first) return null;
  const users = places.flatMap(({ host }) =>
    [...host.domains.values()]
      .filter(d => d.definition.interfaces.some(i => i.network === name))
      .map(d => d.ref.uuid),
  );
  return {
    id: idOf(backend, nativeIds.network(name)),
    backend,
    kind: 'network',
    name,
    project: null,
    asOf: latest.network.asOf,
    source: latest.network.source,
    status: statusOf(places),
    ...first.network.definition,
    cidrs: unique(places.flatMap(({ network }) => network.definition.cidrs)),
    hosts: places.map(({ host }) => idOf(backend, host.name)),
    autostart: places.every(({ network }) => network.autostart),
    instanceCount: unique(users).length,
  };
}

export function renderNetworks(backend: string, hosts: readonly HostRecord[]): Reported<'network'>[] {
  const names = unique(hosts.flatMap(host => [...host.networks.keys()]));
  return names.map(name => renderNetwork(backend, hosts, name)).filter(row => row !== null);
}
