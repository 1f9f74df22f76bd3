import type { HostRecord } from '../engine/facts.ts';
import type { Seat, SwarmFacts } from '../engine/swarm-facts.ts';
import { nativeIds } from '../ids.ts';

/** Views of swarms by their managers; the one to be believed first: of an engine that answers, and young. */
function views(hosts: readonly HostRecord[]): SwarmFacts[] {
  const rank = ({ lost, swarm }: HostRecord): string => `${lost === null ? 1 : 0} ${swarm?.asOf ?? ''}`;
  return hosts.toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1)).flatMap(({ swarm }) => swarm ?? []);
}

/** Swarms that are managed by engines of this backend, each once. */
export function swarmsOf(hosts: readonly HostRecord[]): SwarmFacts[] {
  const byId = new Map<string, SwarmFacts>();
  for (const view of views(hosts)) if (!byId.has(view.id)) byId.set(view.id, view);
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Of several managers' announcements one engine's are told. */
export function speaksForSwarm(hosts: Iterable<HostRecord>, { name, swarm }: HostRecord): boolean {
  const others = [...hosts].filter(h => h.lost === null && h.swarm?.id === swarm?.id);
  return swarm !== null && others.every(other => other.name >= name);
}

/** Called after its backend; where that has several swarms, by the beginning of its id, too. */
const nameOf = (id: string, backendName: string, several: boolean): string =>
  several ? `${backendName} (swarm ${id.slice(0, 6)})` : `${backendName} (swarm)`;

/** Gives each engine its place; answers those whose place is another than before. */
export function seat(hosts: readonly HostRecord[], backendName: string): HostRecord[] {
  const swarms = swarmsOf(hosts);
  const seatOf = ({ member }: HostRecord): Seat => {
    const swarm = swarms.find(({ nodes }) => member !== null && nodes.has(member));
    const node = swarm?.nodes.get(member ?? '');
    if (!swarm || !node) return { cluster: nativeIds.cluster, clusterName: backendName, node: null };
    const clusterName = nameOf(swarm.id, backendName, swarms.length > 1);
    return { cluster: nativeIds.swarm(swarm.id), clusterName, node };
  };
  return hosts.filter(host => {
    const before = JSON.stringify(host.seat);
    host.seat = seatOf(host);
    return JSON.stringify(host.seat) !== before;
  });
}
