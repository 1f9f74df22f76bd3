import type { Reach } from '@orrery/balancer/placement/model.ts';
import type { Network } from '@orrery/contract/resources/network.ts';
import { type InventoryStore, rows } from '../inventory/resource-row.ts';
import { mayConnect } from '../operations/references.ts';
import { usable, type Where } from './sources.ts';

/** Networks that are named, each one that the project may connect to. */
export function chosenNetworks(ids: readonly string[], where: Where): Network[] {
  return ids.flatMap((id, at) => {
    const field = `networks.${at}`;
    const network = usable(where, 'network', { id, field });
    if (network === undefined) return [];
    if (mayConnect(network, where)) {
      if (network.status === 'active') return [network];
      where.problems.add('launch.network', field, `The network ${network.name} is not active`);
      return [];
    }
    where.problems.add('launch.network', field, `The network ${network.name} is not open to this project`);
    return [];
  });
}

export const reachOfNetwork = ({ backend, hosts }: Network): Reach => ({
  what: 'network',
  backend: backend ?? '',
  hosts: hosts.length > 0 ? hosts : null,
});

/**
 * What an instance is connected to when nothing is said: an own network of the project, or one that is offered, with
 * addresses handed out before without, and in the order of names. None where there is none.
 */
export function defaultNetwork(
  store: InventoryStore,
  { host, backend, project }: { host: string | null; backend: string; project: string | null },
): Network | undefined {
  let best: Network | undefined;
  for (const network of rows(store, 'network')) {
    if (network.backend !== backend || network.status !== 'active') continue;
    if (host !== null && network.hosts.length > 0 && !network.hosts.includes(host)) continue;
    const own = project !== null && network.project === project;
    if (!own && !(network.project === null && network.offered === true)) continue;
    if (best === undefined || rank(network) < rank(best)) best = network;
  }
  return best;
}

const rank = ({ project, dhcp, name }: Network): string =>
  `${project === null ? 1 : 0}${dhcp ? 0 : 1}${name}`;
