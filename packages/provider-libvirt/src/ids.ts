import { createHash } from 'node:crypto';

const digests = new Map<string, string>();

/** Tells places apart without naming them: ids reach tenants, names of hosts and pools must not. */
function digest(place: string): string {
  const known = digests.get(place);
  if (known !== undefined) return known;
  const made = createHash('sha256').update(place).digest('hex').slice(0, 12);
  digests.set(place, made);
  return made;
}

/** Native ids, unique over all kinds of one backend. A host's is its name; a domain's is its UUID. */
export const nativeIds = {
  cluster: 'cluster:all',
  pool: (host: string, pool: string) => `pool:${digest(host)}:${pool}`,
  volume: (host: string, volume: { pool: string; name: string }) =>
    `vol:${digest(`${host}/${volume.pool}`)}:${volume.name}`,
  /** One for all hosts that have a network of this name: people choose it by that. */
  network: (network: string) => `net:${network}`,
  snapshot: (domain: string, snapshot: string) => `${domain}:snap:${snapshot}`,
};

export const idOf = (backend: string, native: string): string => `${backend}:${native}`;

/** The native part of an id of this backend; null for another's. */
export function nativeOf(backend: string, id: string): string | null {
  return id.startsWith(`${backend}:`) ? id.slice(backend.length + 1) : null;
}
