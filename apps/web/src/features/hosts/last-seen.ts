import type { Host } from '@orrery/contract/resources/host.ts';

/** When it last gave a sign of life: what is pushed counts as well, but news of its loss does not. */
export function lastSeen({
  status,
  asOf,
  lastSeenAt,
}: Pick<Host, 'status' | 'asOf' | 'lastSeenAt'>): string | null {
  if (status === 'unreachable' || status === 'connecting') return lastSeenAt;
  return lastSeenAt !== null && lastSeenAt > asOf ? lastSeenAt : asOf;
}
