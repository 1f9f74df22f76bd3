import { createHash } from 'node:crypto';
import type { MoRef } from '@orrery/vim25/values.ts';

const digests = new Map<string, string>();

/** Ids reach tenants: what may hold a path or the name of a host or a datastore is told apart without naming it. */
function digest(text: string): string {
  const known = digests.get(text);
  if (known !== undefined) return known;
  const made = createHash('sha256').update(text).digest('hex').slice(0, 16);
  digests.set(text, made);
  return made;
}

/** vCenter's own ids are short words, such as `vm-42`; a single host uses numbers, paths and names, too. */
export const nativeOfRef = ({ type, value }: MoRef): string =>
  /^[a-z]+-[a-z]?\d+$/.test(value) ? value : `${type}-${digest(value)}`;

/** A template is an image, and another thing than the instance it was: it has another id. */
export const nativeOfTemplate = (native: string): string => `template-${native}`;

/** A virtual disk by the file it began as: it keeps that when snapshots are taken. */
export const nativeOfDisk = ({ datastore, file }: { datastore: string; file: string }): string =>
  `disk-${digest(`${datastore}\n${file}`)}`;

export const idOf = (backend: string, native: string): string => `${backend}:${native}`;

/** The native part of an id of this backend; null for another's. */
export const nativeOf = (backend: string, id: string): string | null =>
  id.startsWith(`${backend}:`) ? id.slice(backend.length + 1) : null;
