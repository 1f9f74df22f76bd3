import { OrreryError } from '../orrery-error.ts';
import type { ImagesClient } from './images-client.ts';

/** A part that takes longer is made smaller, one that takes less is made larger: little is lost by a cut. */
const slowMs = 8_000;
const quickMs = 1_500;
const smallest = 1024 * 1024;
const largest = 32 * 1024 * 1024;
const longestPauseMs = 20_000;

export interface UploadProgress {
  /** Bytes that are certainly there. */
  offset: number;
  size: number;
  /** Waiting for the connection to come back; what went wrong last. */
  waiting: string | null;
}

export interface UploadImage {
  images: Pick<ImagesClient, 'offset' | 'append'>;
  id: string;
  file: Blob;
  signal: AbortSignal;
  progress: (progress: UploadProgress) => void;
  chunkBytes?: number;
}

/**
 * Sends a file from wherever the upload stands to its end. A lost connection or a restarted server is waited for;
 * each part carries its checksum where the browser can make one. Rejects when aborted, or when the image is refused.
 */
export async function uploadImage(upload: UploadImage): Promise<void> {
  const { file, signal, progress } = upload;
  const state = { chunk: upload.chunkBytes ?? 8 * 1024 * 1024, failures: 0, offset: -1 };
  while (state.offset < file.size) {
    signal.throwIfAborted();
    try {
      if (state.offset < 0) state.offset = await upload.images.offset(upload.id, signal);
      progress({ offset: state.offset, size: file.size, waiting: null });
      if (state.offset < file.size) await sendPart(upload, state);
      state.failures = 0;
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      // Where it stands is for the server to say.
      state.offset = -1;
      state.failures++;
      const waiting = error instanceof Error ? error.message : String(error);
      progress({ offset: Math.max(0, state.offset), size: file.size, waiting });
      await pause(Math.min(longestPauseMs, 500 * 2 ** state.failures), signal);
    }
  }
}

async function sendPart(upload: UploadImage, state: { chunk: number; offset: number }): Promise<void> {
  const { offset } = state;
  const started = performance.now();
  const bytes = await upload.file.slice(offset, offset + state.chunk).arrayBuffer();
  const part = { offset, bytes, checksum: await checksumOf(bytes) };
  state.offset = await upload.images.append(upload.id, part, upload.signal);
  const took = performance.now() - started;
  if (took > slowMs) state.chunk = Math.max(smallest, state.chunk / 2);
  else if (took < quickMs) state.chunk = Math.min(largest, state.chunk * 2);
  upload.progress({ offset: state.offset, size: upload.file.size, waiting: null });
}

/** Null where the page came without TLS: browsers digest in secure contexts only. */
async function checksumOf(bytes: ArrayBuffer): Promise<string | null> {
  const { subtle } = globalThis.crypto;
  // Undefined outside of secure contexts, whatever its type says.
  if ((subtle as SubtleCrypto | undefined) === undefined) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return btoa(String.fromCodePoint(...digest));
}

/** No answer, a server that starts or is too busy, another offset, a damaged part: trying again makes sense. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof OrreryError)) return false;
  const { status, code } = error;
  return (
    status === 0 ||
    status >= 502 ||
    status === 429 ||
    code === 'starting' ||
    code === 'upload.offset' ||
    code === 'upload.checksum'
  );
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
