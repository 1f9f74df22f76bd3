import type { StoragePoolRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type Work, working } from '../actions/job.ts';
import { writeVolume } from '../map/storage.ts';
import { checkHeader } from './check-header.ts';
import { cachedName } from './made-names.ts';
import type { Undertaking } from './undertaking.ts';
import { showArrival } from './show-arrival.ts';
import { upload } from './upload.ts';
import { lookUpVolume, removeVolume, type SeenVolume } from './volumes.ts';

/** Bytes there so far, of those that there will be. */
type Watch = (sent: number) => void;

interface Bringing {
  done: Promise<SeenVolume>;
  watches: Set<Watch>;
  abort: AbortController;
}

/** An incomplete copy that has not grown for so long was left by a crash; a slow network hesitates less. */
const abandonedMs = 10_000;
const lookEveryMs = 500;

/** While it is written the file is shorter than the image, whatever its format. */
const wholeOf = (seen: SeenVolume | null, image: ImageContent): SeenVolume | null =>
  seen?.definition.physicalBytes === image.sizeBytes ? seen : null;

/** Brings images of the catalogue to the pools of hosts, each once: launches that need the same one share its upload. */
export class ImageCache {
  readonly #bringing = new Map<string, Bringing>();

  /** The image in a pool of files, whole. */
  async bring(
    making: Undertaking,
    pool: StoragePoolRef,
    { image, watch }: { image: ImageContent; watch: Watch },
  ): Promise<SeenVolume> {
    const there = wholeOf(await lookUpVolume(making, pool, cachedName(image)), image);
    if (there) return there;
    const key = `${making.link.name}/${pool.uuid}/${cachedName(image)}`;
    const shared = this.#bringing.get(key) ?? this.#begin(key, making, { pool, image });
    return this.#follow(shared, watch, making.control.signal);
  }

  /** Whole, in a pool of files. */
  async has(work: Work, pool: StoragePoolRef, image: ImageContent): Promise<boolean> {
    return wholeOf(await lookUpVolume(work, pool, cachedName(image)), image) !== null;
  }

  /** Takes away what a crash has left of one; nothing while it is being brought. */
  async dropPart(work: Work, pool: StoragePoolRef, image: ImageContent): Promise<void> {
    const seen = await lookUpVolume(work, pool, cachedName(image));
    const busy = this.#bringing.has(`${work.link.name}/${pool.uuid}/${cachedName(image)}`);
    if (seen === null || busy || wholeOf(seen, image)) return;
    if (!(await completes(work, pool, image))) await removeVolume(work, { pool, name: cachedName(image) });
  }

  #begin(key: string, making: Undertaking, what: { pool: StoragePoolRef; image: ImageContent }): Bringing {
    const abort = new AbortController();
    const watches = new Set<Watch>();
    const control = { ...making.control, signal: abort.signal };
    const work: Undertaking = { ...making, control };
    const shown = showArrival(work, what);
    const done = fetchOnce(work, {
      ...what,
      watch: sent => {
        shown.came(sent);
        for (const watch of watches) watch(sent);
      },
    }).finally(() => {
      this.#bringing.delete(key);
      shown.end();
    });
    const bringing = { done, watches, abort };
    this.#bringing.set(key, bringing);
    return bringing;
  }

  /** Ends with the last that waits for it. */
  async #follow({ done, watches, abort }: Bringing, watch: Watch, signal: AbortSignal): Promise<SeenVolume> {
    watches.add(watch);
    const leave = () => {
      watches.delete(watch);
      if (watches.size === 0) abort.abort(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      const aborted = new Promise<never>((_, reject) => {
        const onAbort = () => {
          // The last one also waits until nothing of it is left.
          const gone = watches.size === 0 ? done.then(noop, noop) : Promise.resolve();
          void gone.then(() => reject(signal.reason));
        };
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      });
      return await Promise.race([aborted, done]);
    } finally {
      watches.delete(watch);
      signal.removeEventListener('abort', leave);
    }
  }
}

const noop = () => {};

async function fetchOnce(
  making: Undertaking,
  { pool, image, watch }: { pool: StoragePoolRef; image: ImageContent; watch: Watch },
): Promise<SeenVolume> {
  const name = cachedName(image);
  await checkHeader(image, making.control.signal);
  if (await completes(making, pool, image)) return whole(making, pool, image);
  await removeVolume(making, { pool, name });
  // Empty, as raw bytes: a qcow2 volume would begin with a header of libvirt's own.
  const xml = writeVolume({ name, capacityBytes: 0, format: 'raw' });
  try {
    const ref = await making.connection.call(
      storage.volumeCreateXml,
      { pool, xml, flags: 0 },
      working(making),
    );
    await making.link.live.reader.volume(ref, 'event');
    const { signal } = making.control;
    const sum = await upload(making, ref, {
      bytes: image.read(0, signal),
      signal,
      onProgress: watch,
    });
    if (sum !== image.sha256) throw changed(image);
    return await whole(making, pool, image);
  } catch (error) {
    await making.clear(work => removeVolume(work, { pool, name }));
    throw error;
  }
}

const changed = (image: ImageContent) =>
  new ProviderError('internal', `The bytes of image ${image.name} are not those of its checksum`, {
    advice: 'Upload the image again',
  });

/** Another Orrery may be bringing it: waits as long as it grows. True once it is whole. */
async function completes(work: Work, pool: StoragePoolRef, image: ImageContent): Promise<boolean> {
  let size = -1;
  let since = work.clock.now();
  for (;;) {
    const seen = await lookUpVolume(work, pool, cachedName(image));
    if (!seen) return false;
    if (wholeOf(seen, image)) return true;
    const now = seen.definition.physicalBytes ?? 0;
    if (now !== size) since = work.clock.now();
    else if (work.clock.now() - since > abandonedMs) return false;
    size = now;
    await pause(work.clock, lookEveryMs, work.control.signal);
  }
}

async function whole(making: Undertaking, pool: StoragePoolRef, image: ImageContent): Promise<SeenVolume> {
  const seen = await lookUpVolume(making, pool, cachedName(image));
  if (!wholeOf(seen, image) || !seen) {
    const size = seen?.definition.physicalBytes ?? 0;
    throw new ProviderError('backend.refused', `Only ${size} of ${image.sizeBytes} bytes arrived`);
  }
  await making.link.live.reader.volume(seen.ref, 'event');
  return seen;
}
