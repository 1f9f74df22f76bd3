import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { getAllDomainStats } from '@orrery/libvirt/procedures/connect.ts';
import { statsGroups } from '@orrery/libvirt/procedures/flags.ts';
import type { ParamMap } from '@orrery/libvirt/xdr/typed-params.ts';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { isActive } from '../map/power.ts';

const KiB = 1024;
const askDeadlineMs = 10_000;

/**
 * Memory that holds something and has to be sent: all of it but what the guest calls unused. Its caches and its kernel
 * count, which what people call "memory used" leaves out; pages that were free since the boot are zeros and cost next to
 * nothing. Null where its balloon driver does not tell.
 */
export async function residentBytesOf(link: HostLink, { ref, state }: DomainFacts): Promise<number | null> {
  if (!isActive(state)) return null;
  const args = { domains: [ref], stats: statsGroups.balloon, flags: 0 };
  try {
    const [stats] = await link.live.connection.call(getAllDomainStats, args, { deadlineMs: askDeadlineMs });
    return stats === undefined ? null : heldBytes(stats.params);
  } catch (error) {
    if (isLibvirtError(error)) return null;
    throw error;
  }
}

/** From the figures of the balloon, which come in KiB. */
export function heldBytes(params: ParamMap): number | null {
  const all = params.get('balloon.current');
  const unused = params.get('balloon.unused');
  if (typeof all !== 'number' || typeof unused !== 'number') return null;
  return Math.max(0, all - unused) * KiB;
}
