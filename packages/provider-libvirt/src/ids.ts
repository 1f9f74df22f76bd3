import { digester } from '@orrery/provider-kit/ids.ts';

const digest = digester(12);

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
