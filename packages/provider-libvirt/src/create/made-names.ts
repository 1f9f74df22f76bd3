import { createHash } from 'node:crypto';

/** A UUID that follows from the operation, so that what became of it can be found after a crash. */
export function uuidOfOperation(backend: string, operation: string): string {
  const h = createHash('sha256').update(`${backend}\n${operation}`).digest('hex');
  // Version 8 (made by a rule of one's own) and the usual variant: RFC 9562.
  const variant = ((Number.parseInt(h.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** How the volumes of one operation end: libvirt keeps no marks with volumes, so their names carry it. */
export const stampOf = (uuid: string): string => uuid.replaceAll('-', '').slice(0, 12);

const stamped = /^(.+)\.[0-9a-f]{12}\.(?:qcow2|raw|iso)$/;

export const stampedName = (name: string, uuid: string, extension: 'qcow2' | 'raw' | 'iso'): string =>
  `${fileName(name)}.${stampOf(uuid)}.${extension}`;

/** Any name can be asked for, but it becomes a file: no slash, and no longer than files may be. */
const fileName = (name: string): string =>
  Buffer.from(name.replaceAll('/', '_').replace(/^\./, '_'))
    .subarray(0, 200)
    .toString()
    .replace(/\uFFFD$/, '');

/** The name that was asked for, of a volume that was made by Orrery; else its own. */
export const shownName = (volume: string): string => stamped.exec(volume)?.[1] ?? volume;

/** Whether a volume was made in the course of an operation. */
export const bearsStamp = (volume: string, uuid: string): boolean =>
  stamped.test(volume) && volume.includes(`.${stampOf(uuid)}.`);

/** The same content has the same name on every host. */
export const cachedName = ({ sha256, format }: { sha256: string; format: string }): string =>
  `image-${sha256}.${format}`;

const cached = /^image-([0-9a-f]{64})\.(?:qcow2|raw|vmdk|iso)$/;
/** Of which image a volume is a copy, by its name; null when it is none. */
export const cachedSha256 = (volume: string): string | null => cached.exec(volume)?.[1] ?? null;

const seedEnd = '-seed';
export const seedName = (instance: string, uuid: string): string =>
  stampedName(`${fileName(instance).slice(0, 190)}${seedEnd}`, uuid, 'iso');
/** Whether a volume is the seed that was made for an instance. */
export const isSeedOf = (volume: string, uuid: string): boolean =>
  bearsStamp(volume, uuid) && shownName(volume).endsWith(seedEnd);

/** QEMU's own prefix, then bytes that follow from the instance: the same after a crash. */
export function macOf(uuid: string, index: number): string {
  const bytes = createHash('sha256').update(`${uuid}/${index}`).digest();
  return `52:54:00:${[0, 1, 2].map(i => (bytes[i] ?? 0).toString(16).padStart(2, '0')).join(':')}`;
}
