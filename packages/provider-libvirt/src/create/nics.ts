import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Work } from '../actions/job.ts';
import type { NetworkFacts } from '../host/facts.ts';
import { nativeIds } from '../ids.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { macOf } from './made-names.ts';
import type { Making } from './making.ts';

export interface PlannedNic {
  network: string;
  mac: string;
  /** Something there gives out addresses: libvirt's own dnsmasq, or whoever answers on a bridge. */
  dhcp: boolean;
}

type Place = Pick<Work, 'backend' | 'link' | 'inventory'>;

/** A network of the host at work, by its id; active where an interface must come up now. */
export function networkHere(
  { backend, link, inventory }: Place,
  id: string,
  needs: { active: boolean } = { active: true },
): NetworkFacts {
  const native = nativeOf(backend, id);
  const named = (host: { networks: Map<string, NetworkFacts> }) =>
    [...host.networks.values()].find(n => nativeIds.network(n.ref.name) === native);
  const here = named(link.live.reader.record);
  if (here && (here.active || !needs.active)) return here;
  if (here)
    throw new ProviderError('resource.state', `Network ${here.ref.name} is not active on its host`, {
      advice: 'Start the network first',
    });
  const elsewhere = [...inventory.hosts.values()].some(host => named(host) !== undefined);
  throw elsewhere
    ? new ProviderError('resource.state', 'Its host does not have this network', {
        advice: 'Choose another network, or make it on all hosts',
      })
    : new ProviderError('resource.not-found', `There is no network ${id}`);
}

/** Addresses of all interfaces of the cluster: no two may be the same on one network. */
export function knownMacs({ inventory }: Pick<Work, 'inventory'>): Set<string> {
  const macs = new Set<string>();
  for (const host of inventory.hosts.values())
    for (const { definition } of host.domains.values())
      for (const { mac } of definition.interfaces) if (mac !== null) macs.add(mac.toLowerCase());
  return macs;
}

/** The first that follows from the instance and is not taken. */
export function freeMac(work: Pick<Work, 'inventory'>, uuid: string, from = 0): string {
  const taken = knownMacs(work);
  for (let index = from; ; index++) {
    const mac = macOf(uuid, index);
    if (!taken.has(mac)) return mac;
  }
}

export function nicsFor(making: Making, networks: readonly string[]): PlannedNic[] {
  const step = 1_000;
  return networks.map((id, index) => {
    const { ref, definition } = networkHere(making, id);
    const dhcp = definition.dhcp || definition.type === 'bridged';
    return { network: ref.name, dhcp, mac: freeMac(making, making.uuid, index * step) };
  });
}
