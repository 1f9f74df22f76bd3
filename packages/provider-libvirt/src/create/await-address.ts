import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { type Work, working } from '../actions/job.ts';
import type { GuestAddress } from '../host/facts.ts';
import { addressesFrom, isLinkLocal } from '../host/seek-addresses.ts';
import type { Making } from './making.ts';
import type { PlannedNic } from './nics.ts';

/** A guest that has none by then may never ask for one; what comes later is found by the next sweep. */
const addressMs = 30_000;
const lookEveryMs = 1_000;

const sources = ['lease', 'agent', 'arp'] as const;

/**
 * What all sources know, each address once, by the first that tells it. The agent is only asked where one is connected:
 * else each question takes it seconds not to answer.
 */
async function lookForAddresses(work: Work, ref: DomainRef): Promise<GuestAddress[]> {
  const facts = work.link.live.reader.record.domains.get(ref.uuid);
  const found = new Map<string, GuestAddress>();
  for (const from of sources) {
    if (from === 'agent' && facts?.definition.agent !== 'connected') continue;
    for (const address of await addressesFrom(work.connection, { ref, from }, working(work)))
      if (!found.has(address.address)) found.set(address.address, address);
  }
  return [...found.values()];
}

/** Waits for a first address, which is not a must. Answers what people should know. */
export async function awaitAddress(
  making: Making,
  ref: DomainRef,
  nics: readonly PlannedNic[],
): Promise<string | undefined> {
  if (!nics.some(nic => nic.dhcp)) return undefined;
  const { clock, control, link, inventory } = making;
  control.progress({ phase: 'address', fraction: 0.8 });
  const latest = clock.now() + addressMs;
  while (clock.now() < latest) {
    control.signal.throwIfAborted();
    const found = await lookForAddresses(making, ref);
    if (found.some(address => !isLinkLocal(address))) {
      link.live.reader.record.addresses.set(ref.uuid, found);
      inventory.changed(link.live.reader.record.name);
      return undefined;
    }
    await pause(clock, lookEveryMs, control.signal);
  }
  return `It has no address yet, ${addressMs / 1_000} s after its start`;
}
