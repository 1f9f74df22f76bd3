import { createHash } from 'node:crypto';

/** vCenter lets nothing be written beside a first-class disk that its SOAP API reads again: so its name says who made it. */
export const stampOf = (operation: string): string =>
  createHash('sha256').update(operation).digest('hex').slice(0, 12);

export const stampedName = (name: string, operation: string): string =>
  `${name} (orrery ${stampOf(operation)})`;

const stamped = /^(.+) \(orrery ([0-9a-f]{12})\)$/;

export function readName(native: string): { name: string; stamp: string | null } {
  const [, name = native, stamp = null] = stamped.exec(native) ?? [];
  return { name, stamp };
}
