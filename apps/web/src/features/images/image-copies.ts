import type { Host } from '@orrery/contract/resources/host.ts';
import type { Volume } from '@orrery/contract/resources/storage.ts';

export type CopyState = 'none' | 'arriving' | 'part' | 'whole';

/** One host, and what it has of an image. */
export type HostCopy = { host: Host; volume: Volume | null; state: CopyState };

export function stateOf(volume: Volume | null, sizeBytes: number | null): CopyState {
  if (!volume?.copyOf) return 'none';
  if (volume.copyOf.arriving) return 'arriving';
  return sizeBytes !== null && (volume.copyOf.receivedBytes ?? 0) < sizeBytes ? 'part' : 'whole';
}

/** How the host's back end stands to keeping copies; undefined where it keeps none. */
export const bringing = ({ actions }: Host) =>
  actions.find(({ name, code }) => name === 'bringImage' && code !== 'capability.missing');

/** Each host that can have a copy, one row for each copy that it has. */
export function hostCopies(
  hosts: readonly Host[],
  volumes: readonly Volume[],
  sizeBytes: number | null,
): HostCopy[] {
  return hosts.filter(bringing).flatMap((host): HostCopy[] => {
    const own = volumes.filter(({ copyOf }) => copyOf?.host === host.id);
    if (own.length === 0) return [{ host, volume: null, state: 'none' }];
    return own.map(volume => ({ host, volume, state: stateOf(volume, sizeBytes) }));
  });
}
