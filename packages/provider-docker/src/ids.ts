import { digester } from '@orrery/provider-kit/ids.ts';

const digest = digester(12);

/**
 * Native ids, unique over all kinds of one backend. A host's is its name; a container's is the engine's own id, which
 * lasts as long as the container and is unique in the world. Volumes have names only, per engine.
 */
export const nativeIds = {
  cluster: 'cluster:all',
  swarm: (id: string) => `cluster:swarm:${id}`,
  /** Volumes of one driver on one engine. */
  pool: (host: string, driver: string) => `pool:${digest(host)}:${driver}`,
  volume: (host: string, name: string) => `vol:${digest(host)}:${name}`,
  network: (id: string) => `net:${id}`,
  /** A network that every engine has from the beginning, under the same name. */
  ownNetwork: (name: string) => `net:${name}`,
  /** A network that Orrery made: on all engines at once, under an id of its own on each. */
  madeNetwork: (operation: string) => `net:op:${operation}`,
  /** Content-addressed: the same image is the same resource on every engine that has it. */
  image: (id: string) => `img:${id}`,
};
