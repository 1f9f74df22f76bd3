import { registryOf } from '../images/registry-logins.ts';

/**
 * A name as people write it, and Docker does: nginx:1. Podman writes those of Docker Hub out: docker.io/library/nginx:1.
 */
export function familiarName(reference: string): string {
  const [, path] = /^docker\.io\/(.+)$/.exec(reference) ?? [];
  if (path === undefined) return reference;
  const short = /^library\/([^/]+)$/.exec(path)?.[1] ?? path;
  // Without the registry in front its own first part would be taken for one.
  return registryOf(short) === 'docker.io' ? short : reference;
}
