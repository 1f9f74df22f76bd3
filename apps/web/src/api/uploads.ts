import { uploadImage } from '@orrery/client/images/upload-image.ts';
import { createStore } from '../lib/store.ts';
import { orrery } from './orrery.ts';
import { failureOf } from './problem.ts';
import { finishVolumeUpload, volumeWishOf } from './volume-uploads.ts';

/** One file on its way. */
export type Upload = {
  id: string;
  name: string;
  size: number;
  offset: number;
  /** Bytes a second over the last few parts; null until that can be told. */
  speed: number | null;
  state: 'running' | 'waiting' | 'paused' | 'making' | 'done' | 'failed';
  /** What it becomes: a volume, for which the image is only the way. */
  becomes: 'image' | 'volume';
  /** Why it waits or failed. */
  why: string | null;
};

/** Uploads of this tab. They go on while one walks through the pages; a reload ends them, and the file is picked again. */
export const uploadsStore = createStore<readonly Upload[]>([]);

const files = new Map<string, File>();
const controls = new Map<string, AbortController>();
/** Share of the newest part in the speed shown. */
const newest = 0.3;

function change(id: string, with_: Partial<Upload>): void {
  uploadsStore.set(uploadsStore.get().map(upload => (upload.id === id ? { ...upload, ...with_ } : upload)));
}

/** Begins, or goes on with, the upload of an image that the server knows. */
export function startUpload(image: { id: string; name: string }, file: File): void {
  files.set(image.id, file);
  const others = uploadsStore.get().filter(({ id }) => id !== image.id);
  const { id, name } = image;
  const becomes = volumeWishOf(id) ? 'volume' : 'image';
  const begun = { offset: 0, speed: null, state: 'running', why: null } as const;
  const fresh: Upload = { id, name, size: file.size, becomes, ...begun };
  uploadsStore.set([...others, fresh]);
  void run(id, file);
}

export function pauseUpload(id: string): void {
  controls.get(id)?.abort();
  change(id, { state: 'paused', speed: null });
}

export function resumeUpload(id: string): void {
  const file = files.get(id);
  if (file === undefined) return;
  change(id, { state: 'running', why: null });
  void run(id, file);
}

/** Takes it out of the tray; what was sent stays with the server until the image is deleted. */
export function forgetUpload(id: string): void {
  controls.get(id)?.abort();
  files.delete(id);
  uploadsStore.set(uploadsStore.get().filter(upload => upload.id !== id));
}

async function run(id: string, file: File): Promise<void> {
  const control = new AbortController();
  controls.set(id, control);
  let last: { at: number; offset: number } | undefined;
  try {
    await uploadImage({
      images: orrery.images,
      id,
      file,
      signal: control.signal,
      progress: ({ offset, waiting }) => {
        const now = performance.now();
        if (waiting !== null) change(id, { state: 'waiting', why: waiting, speed: null });
        else change(id, { state: 'running', why: null, offset, speed: speedOf(id, { last, now, offset }) });
        last = waiting === null ? { at: now, offset } : undefined;
      },
    });
    const wish = volumeWishOf(id);
    if (wish) {
      change(id, { state: 'making', offset: file.size, speed: null });
      await finishVolumeUpload(id, wish, control.signal);
    }
    change(id, { state: 'done', offset: file.size, speed: null });
    files.delete(id);
  } catch (error) {
    if (control.signal.aborted) return;
    const failure = failureOf(error);
    change(id, { state: 'failed', why: failure.detail ?? failure.title, speed: null });
  }
}

type Step = { last: { at: number; offset: number } | undefined; now: number; offset: number };

function speedOf(id: string, { last, now, offset }: Step): number | null {
  const before = uploadsStore.get().find(upload => upload.id === id)?.speed ?? null;
  if (last === undefined || offset <= last.offset || now <= last.at) return before;
  const measured = ((offset - last.offset) / (now - last.at)) * 1000;
  return before === null ? measured : before * (1 - newest) + measured * newest;
}

/** Leaving the page ends what runs: the browser asks first. */
globalThis.addEventListener?.('beforeunload', event => {
  if (
    uploadsStore.get().some(({ state }) => state === 'running' || state === 'waiting' || state === 'making')
  )
    event.preventDefault();
});
