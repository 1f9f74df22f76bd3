import { orrery } from '../../../api/orrery.ts';
import { ByteReader } from '../../../lib/tar/byte-reader.ts';
import { readTar } from '../../../lib/tar/read-tar.ts';
import type { FileRow } from './read-place.ts';

/** The browser keeps blobs on disk, but what is gathered in memory until it has become one. */
const gatherBytes = 8 * 1024 * 1024;

type Fetching = { signal: AbortSignal; progress: (bytes: number) => void };

/** A file as it is; a folder, or what is neither, as a tar. */
export async function fetchFile(instance: string, row: FileRow, fetching: Fetching): Promise<Blob> {
  const { body } = await orrery.insides.readFiles(instance, row.path, fetching.signal);
  if (!body) throw new Error('The answer has no content');
  const bytes = new ByteReader(body);
  if (row.kind !== 'file') return gather(bytes.pieces(Number.POSITIVE_INFINITY), fetching);
  for await (const entry of readTar(bytes)) {
    const blob = await gather(entry.content, fetching);
    if (blob.size !== entry.size) throw new Error('The file broke off');
    await bytes.close();
    return blob;
  }
  throw new Error('The answer is empty');
}

async function gather(pieces: AsyncIterable<Uint8Array>, { progress }: Fetching): Promise<Blob> {
  let whole = new Blob();
  let loose: BlobPart[] = [];
  let looseBytes = 0;
  const put = () => {
    whole = new Blob([whole, ...loose]);
    loose = [];
    looseBytes = 0;
  };
  for await (const piece of pieces) {
    loose.push(new Uint8Array(piece));
    looseBytes += piece.length;
    progress(whole.size + looseBytes);
    if (looseBytes >= gatherBytes) put();
  }
  put();
  return whole;
}

export const fileNameOf = ({ kind, name }: FileRow): string =>
  kind === 'file' ? name || 'file' : `${name || 'root'}.tar`;
