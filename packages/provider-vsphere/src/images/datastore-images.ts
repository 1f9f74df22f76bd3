import type { DatastoreFile } from '@orrery/vim25/methods/datastore-browser.ts';
import { nativeOfFile } from '../ids.ts';
import type { DatastoreFacts } from '../map/facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { instant } from '../map/read.ts';
import type { ImageFacts } from './image-facts.ts';

/** What is asked for. Where a machine's own description lies, the disks beside it are that machine's. */
export const patterns = ['*.iso', '*.vmdk', '*.vmx', '*.vmtx'];

const extension = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
/** vCenter keeps first-class disks, content libraries and its own affairs there. */
const kept = /^\[[^\]]*\]\s*(fcd|catalog|contentlib-[^/]*|\.[^/]*|vmkdump|vSphere-HA|\.dvsData)(\/|$)/i;
/** Parts of a disk that another file describes. */
const isPart = (name: string): boolean =>
  /-(flat|delta|ctk|sesparse|rdm|rdmp|s\d{3}|\d{6})\.vmdk$/i.test(name);

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

export interface Found {
  datastore: DatastoreFacts;
  files: readonly DatastoreFile[];
  /** Paths of all disks that machines have. */
  used: ReadonlySet<string>;
  seen: Seen;
}

/** Installer discs, and disks that are no machine's. */
export function imagesOf({ datastore, files, used, seen }: Found): ImageFacts[] {
  const usedFolders = new Set([...used].map(folderOf));
  const machines = new Set(files.filter(f => ['vmx', 'vmtx'].includes(extension(f.name))).map(f => f.folder));
  const isImage = ({ folder, name }: DatastoreFile): boolean => {
    if (kept.test(folder)) return false;
    if (extension(name) === 'iso') return true;
    const isOthers = machines.has(folder) || usedFolders.has(folder) || used.has(`${folder}${name}`);
    return extension(name) === 'vmdk' && !isPart(name) && !isOthers;
  };
  return files.filter(isImage).map(({ folder, name, sizeBytes, modifiedAt }) => {
    const file = `${folder}${name}`;
    return {
      native: nativeOfFile({ datastore: datastore.ref.value, file }),
      name: file.replace(/^\[[^\]]*\]\s*/, ''),
      format: extension(name),
      sizeBytes,
      createdAt: instant(modifiedAt),
      from: { datastore: datastore.ref.value, file },
      seen,
    };
  });
}
