import { dirname } from 'node:path/posix';
import { Readable } from 'node:stream';
import type { EngineApi } from '../engine/engine-api.ts';
import { followProgress } from '../images/follow-progress.ts';
import { carrying, type Move } from './move.ts';
import { withoutEntries } from './tar-filter.ts';

/** The same bytes, counted, and as slow as they are to be. */
async function* metered({ tell, throttle, control }: Move, bytes: AsyncIterable<Buffer>) {
  for await (const piece of bytes) {
    await throttle.pass(piece.length, control.signal);
    tell.doneBytes += piece.length;
    yield piece;
  }
}

/**
 * Reads here and writes there. A reader that breaks off ends the writing: half of a tar must not be taken for a whole
 * one.
 */
async function pour(
  bytes: AsyncIterable<Buffer>,
  write: (content: Readable, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const broken = new AbortController();
  const content = Readable.from(bytes, { objectMode: false });
  content.once('error', error => broken.abort(error));
  try {
    await write(content, broken.signal);
  } catch (error) {
    throw broken.signal.aborted ? broken.signal.reason : error;
  } finally {
    content.destroy();
  }
}

const both = (move: Move, signal: AbortSignal) => ({
  ...carrying(move),
  signal: AbortSignal.any([move.control.signal, signal]),
});

/** A folder of one container, with its owner and mode, goes to the same path of another. */
export async function carryFolder(
  move: Move,
  { source, target, folder }: { source: string; target: string; folder: string },
): Promise<void> {
  const read = { method: 'GET' as const, path: `/containers/${source}/archive`, query: { path: folder } };
  const tar = await move.from.live.work.stream(read, carrying(move));
  await pour(metered(move, tar), async (content, signal) => {
    const path = `/containers/${target}/archive`;
    const write = { method: 'PUT' as const, path, query: { path: dirname(folder) }, content };
    await move.to.live.work.send(write, both(move, signal));
  });
}

/** Its layers have the names of their digests in what an engine saves (since 25.0; before, all of them are carried). */
const layerFile = (digest: string): string => `blobs/sha256/${digest.replace('sha256:', '')}`;

async function load(move: Move, image: string, present: ReadonlySet<string>): Promise<void> {
  const read = { method: 'GET' as const, path: `/images/${image}/get` };
  const tar = await move.from.live.work.stream(read, carrying(move));
  const needed = withoutEntries(tar, entry => present.has(entry));
  await pour(metered(move, needed), async (content, signal) => {
    const write = { method: 'POST' as const, path: '/images/load', query: { quiet: false }, content };
    await followProgress(await move.to.live.work.stream(write, both(move, signal)), () => {});
  });
}

export const hasImage = async (api: EngineApi, image: string): Promise<boolean> =>
  api.get(`/images/${image}/json`).then(
    () => true,
    () => false,
  );

/** Brings an image by its id, without the layers that are there already. */
export async function carryImage(
  move: Move,
  { image, presentLayers }: { image: string; presentLayers: readonly string[] },
): Promise<void> {
  const before = move.tell.doneBytes;
  await load(move, image, new Set(presentLayers.map(layerFile))).catch(async (error: unknown) => {
    move.control.signal.throwIfAborted();
    if (presentLayers.length === 0) throw error;
    // Not every engine puts an image together with layers of another.
    move.tell.doneBytes = before;
    await load(move, image, new Set());
  });
  if (!(await hasImage(move.to.live.work, image))) throw new Error('The image did not arrive as it was sent');
}
