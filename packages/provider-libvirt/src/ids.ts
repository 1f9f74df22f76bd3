/** Native ids, unique over all kinds of one backend. A host's is its name; a domain's is its UUID. */
export const nativeIds = {
  cluster: 'cluster:all',
  pool: (host: string, pool: string) => `${host}:pool:${pool}`,
  volume: (host: string, volume: { pool: string; name: string }) =>
    `${host}:vol:${volume.pool}:${volume.name}`,
  network: (host: string, network: string) => `${host}:net:${network}`,
  snapshot: (domain: string, snapshot: string) => `${domain}:snap:${snapshot}`,
};

export const idOf = (backend: string, native: string): string => `${backend}:${native}`;

/** The native part of an id of this backend; null for another's. */
export function nativeOf(backend: string, id: string): string | null {
  return id.startsWith(`${backend}:`) ? id.slice(backend.length + 1) : null;
}
