import { createHash } from 'node:crypto';

/** The full id of a resource: stable over restarts, and over moves inside its backend. */
export const idOf = (backend: string, native: string): string => `${backend}:${native}`;

/** The native part of an id of this backend; null for another's. */
export function nativeOf(backend: string, id: string): string | null {
  const prefix = idOf(backend, '');
  return id.startsWith(prefix) ? id.slice(prefix.length) : null;
}

/**
 * Tells places apart without naming them: ids reach tenants, names of hosts, pools and files must not. Remembers its
 * answers; how many hexadecimal digits they have is part of the ids, and so never changes.
 */
export function digester(digits: number): (place: string) => string {
  const digests = new Map<string, string>();
  return place => {
    const known = digests.get(place);
    if (known !== undefined) return known;
    const made = createHash('sha256').update(place).digest('hex').slice(0, digits);
    digests.set(place, made);
    return made;
  };
}
