import type { DockerSettings } from '@orrery/contract/backends/settings.ts';

export type Registries = NonNullable<DockerSettings['registries']>;

export interface RegistryLogin {
  username: string;
  password: string;
  serveraddress: string;
}

/** Where names without a registry in front belong. */
const defaultRegistry = 'docker.io';

/** A first part with a dot or a port is a registry (distribution's reference grammar); `localhost` is one, too. */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isRegistry ? first : defaultRegistry;
}

/** The login for an image's registry; undefined where none is known. */
export function loginFor(registries: Registries, reference: string): RegistryLogin | undefined {
  const serveraddress = registryOf(reference);
  const known = registries.find(({ address }) => address === serveraddress);
  // Secrets arrive in clear: the BFF has resolved them.
  if (!known || typeof known.password !== 'string') return undefined;
  return { username: known.username, password: known.password, serveraddress };
}
