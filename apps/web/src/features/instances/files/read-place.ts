import { orrery } from '../../../api/orrery.ts';
import { ByteReader } from '../../../lib/tar/byte-reader.ts';
import { readTar, type TarEntry } from '../../../lib/tar/read-tar.ts';

/** The API gives a folder as one tar with all that is below it: no more than this of it is read to see what is there. */
const mostBytes = 32 * 1024 * 1024;
const mostRows = 1_000;

export type FileRow = Omit<TarEntry, 'content'> & { path: string };

/** What stands at a path. */
export type Place = {
  self: FileRow;
  /** Of a folder: what is in it, folders first. */
  rows: readonly FileRow[];
  /** The folder has more than was read. */
  isPartial: boolean;
};

export async function readPlace(instance: string, path: string, signal: AbortSignal): Promise<Place> {
  const answer = await orrery.insides.readFiles(instance, path, signal);
  if (!answer.body) throw new Error('The answer has no content');
  const bytes = new ByteReader(answer.body);
  try {
    return await placeOf(bytes, path);
  } finally {
    await bytes.close();
  }
}

export async function placeOf(bytes: ByteReader, path: string): Promise<Place> {
  const rows = new Map<string, FileRow>();
  let self: FileRow | undefined;
  let isPartial = false;
  for await (const entry of readTar(bytes)) {
    if (!self) {
      self = rowOf(entry, path);
      if (self.kind !== 'folder') break;
      continue;
    }
    const row = childOf(self, entry);
    // Known already is the folder of what lies deeper.
    if (row && !(row.kind === 'folder' && rows.has(row.name))) rows.set(row.name, row);
    isPartial = bytes.taken + entry.size > mostBytes || rows.size >= mostRows;
    if (isPartial) break;
  }
  if (!self) throw new Error('The answer is empty');
  return { self, rows: [...rows.values()].toSorted(foldersFirst), isPartial };
}

const rowOf = ({ name, kind, size, mode, modifiedAt, linkTo }: TarEntry, path: string): FileRow => ({
  ...{ name, kind, size, mode, modifiedAt, linkTo },
  path,
});

/** Names in the archive begin with the folder's own, which the root has not. */
function childOf({ name: own, path }: FileRow, entry: TarEntry): FileRow | undefined {
  const inside = own === '' ? entry.name : entry.name.slice(own.length + 1);
  const [name = '', ...deeper] = inside.split('/');
  if (name === '') return undefined;
  const isDeeper = deeper.length > 0;
  const row = rowOf(entry, joined(path, name));
  return isDeeper ? { ...row, name, kind: 'folder', size: 0, linkTo: null } : { ...row, name };
}

const foldersFirst = (a: FileRow, b: FileRow): number =>
  Number(b.kind === 'folder') - Number(a.kind === 'folder') || (a.name < b.name ? -1 : 1);

export const joined = (folder: string, name: string): string =>
  folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;

export const folderOf = (path: string): string => path.replace(/\/[^/]*$/, '') || '/';

/** Without what walks in circles, as the shell would have it: `/a//b/../c/` is `/a/c`. */
export function tidyPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.trim().split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`;
}
