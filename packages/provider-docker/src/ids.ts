import { createHash } from 'node:crypto';

const digests = new Map<string, string>();

/** Tells engines apart without naming them: ids reach tenants, names of hosts must not. */
function digest(engine: string): string {
  const known = digests.get(engine);
  if (known !== undefined) return known;
  const made = createHash('sha256').update(engine).digest('hex').slice(0, 12);
  digests.set(engine, made);
  return made;
}

/**
 * Native ids, unique over all kinds of one backend. A host's is its name; a container's is the engine's own id, which
 * lasts as long as the container and is unique in the world. Volumes have names only, per engine.
 */
export const nativeIds = {
  cluster: 'cluster:all',
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

export const idOf = (backend: string, native: string): string => `${backend}:${native}`;

/** The native part of an id of this backend; null for another's. */
export function nativeOf(backend: string, id: string): string | null {
  return id.startsWith(`${backend}:`) ? id.slice(backend.length + 1) : null;
}
