import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { interfaceAddressSources } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { Caller, CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { isActive } from '../map/power.ts';
import type { DomainFacts, GuestAddress, HostRecord } from './facts.ts';

export type AddressSource = keyof typeof interfaceAddressSources;

/** Every interface has one of these at once, and nobody else can reach it there. */
export const isLinkLocal = ({ address }: GuestAddress): boolean => /^(fe80:|169\.254\.)/i.test(address);

/** Of one source; none where it cannot be asked (an agent that is not up yet). */
export async function addressesFrom(
  caller: Caller,
  { ref, from }: { ref: DomainRef; from: AddressSource },
  options: CallOptions,
): Promise<GuestAddress[]> {
  const args = { domain: ref, source: interfaceAddressSources[from], flags: 0 };
  const list = await caller.call(domain.interfaceAddresses, args, options).catch((error: unknown) => {
    if (isLibvirtError(error)) return [];
    throw error;
  });
  return list
    .filter(nic => nic.name !== 'lo')
    .flatMap(nic =>
      nic.addresses.map(
        a => ({ address: a.address, mac: nic.mac, version: a.type === 1 ? 6 : 4, from }) as const,
      ),
    );
}

/** A sweep costs a few calls, whatever the number of guests: those that are left out come with the next ones. */
const maxAsked = 20;

/** Running, on a network, and nobody has told an address by which it could be reached. */
function lacksAddress(host: HostRecord, { ref, state, definition }: DomainFacts): boolean {
  if (!isActive(state) || definition.interfaces.length === 0) return false;
  const leased = definition.interfaces.some(nic => nic.mac !== null && host.leases.has(nic.mac));
  return !leased && (host.addresses.get(ref.uuid) ?? []).every(isLinkLocal);
}

/** Asks the agent again, or else the host's own table of neighbours: a guest on a bridge has no lease of libvirt's. */
export async function seekAddresses(caller: Caller, host: HostRecord, options: CallOptions): Promise<void> {
  const lacking = [...host.domains.values()].filter(facts => lacksAddress(host, facts)).slice(0, maxAsked);
  for (const { ref, definition } of lacking) {
    const from = definition.agent === 'connected' ? 'agent' : 'arp';
    const found = await addressesFrom(caller, { ref, from }, options);
    if (found.length > 0) host.addresses.set(ref.uuid, found);
  }
}
