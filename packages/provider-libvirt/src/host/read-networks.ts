import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { interfaceAddressSources } from '@orrery/libvirt/procedures/flags.ts';
import * as network from '@orrery/libvirt/procedures/network.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { Caller, CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { readNetwork } from '../map/network.ts';
import type { GuestAddress, NetworkFacts } from './facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';

const orGone = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_NETWORK')) return null;
  throw error;
};

/** Null when there is none of that name. */
export async function readOneNetwork(
  caller: Caller,
  name: string,
  { seen, options }: { seen: Seen; options: CallOptions },
): Promise<NetworkFacts | null> {
  try {
    const ref = await caller.call(network.lookupByName, { name }, options);
    const [xml, active, autostart] = await Promise.all([
      caller.call(network.getXml, { network: ref, flags: 0 }, options),
      caller.call(network.isActive, { network: ref }, options),
      caller.call(network.getAutostart, { network: ref }, options).catch(notPersistent),
    ]);
    return { ...seen, ref, definition: readNetwork(xml), active, autostart };
  } catch (error) {
    return orGone(error);
  }
}

/** A transient network has no autostart to ask for. */
const notPersistent = (error: unknown): boolean => {
  if (isLibvirtError(error, 'INTERNAL_ERROR', 'OPERATION_INVALID')) return false;
  throw error;
};

/** Addresses given out, by MAC: one call a network. */
export async function readLeases(
  caller: Caller,
  networks: Iterable<NetworkFacts>,
  options: CallOptions,
): Promise<Map<string, GuestAddress[]>> {
  const leases = new Map<string, GuestAddress[]>();
  for (const { ref, active, definition } of networks) {
    if (!active || !definition.dhcp) continue;
    const list = await caller
      .call(network.getDhcpLeases, { network: ref, mac: null, flags: 0 }, options)
      .catch(orGone);
    for (const { mac, address, type } of list ?? []) {
      if (mac === null) continue;
      leases.set(mac, [
        ...(leases.get(mac) ?? []),
        { address, mac, version: type === 1 ? 6 : 4, from: 'lease' },
      ]);
    }
  }
  return leases;
}

/** What the guest agent says of its own interfaces; nothing when it does not answer. */
export async function readAgentAddresses(
  caller: Caller,
  ref: DomainRef,
  options: CallOptions,
): Promise<GuestAddress[]> {
  const args = { domain: ref, source: interfaceAddressSources.agent, flags: 0 };
  const list = await caller.call(domain.interfaceAddresses, args, options).catch((error: unknown) => {
    if (isLibvirtError(error)) return [];
    throw error;
  });
  const own = list.filter(i => i.name !== 'lo');
  return own.flatMap(i =>
    i.addresses.map(a => ({
      address: a.address,
      mac: i.mac,
      version: a.type === 1 ? 6 : 4,
      from: 'agent' as const,
    })),
  );
}
