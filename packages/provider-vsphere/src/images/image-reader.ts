import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { ProviderContext } from '@orrery/provider-kit/provider.ts';
import { type IsNewest, ReadingOrder } from '@orrery/provider-kit/reading-order.ts';
import { isFault, VimFault } from '@orrery/vim25/errors.ts';
import { foundFiles, searchSubFolders } from '@orrery/vim25/methods/datastore-browser.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { libraryItems } from '@orrery/vim25/rest/content-library.ts';
import { RestError, RestSession } from '@orrery/vim25/rest/rest-session.ts';
import type { SessionOptions, VimSession } from '@orrery/vim25/session.ts';
import { asRef } from '@orrery/vim25/values.ts';
import type { TaskPoller } from '../actions/task-poller.ts';
import type { Publisher } from '../inventory/publisher.ts';
import type { Store } from '../inventory/store.ts';
import { nativeOfItem } from '../ids.ts';
import type { DatastoreFacts } from '../map/facts.ts';
import { instant } from '../map/read.ts';
import { imagesOf, patterns } from './datastore-images.ts';
import type { ImageFacts } from './image-facts.ts';

export interface ImageReaderOptions {
  clock: Clock;
  store: Store;
  publisher: Publisher;
  poller: TaskPoller;
  log: ProviderContext['log'];
  account: () => Pick<SessionOptions, 'username' | 'password'>;
}

/** Searching a datastore reads all of its folders: longer than this it is not waited for. */
const longestSearchMs = 600_000;

/**
 * Reads what vCenter does not push: files of datastores and items of content libraries. With each list of everything,
 * after it, and for one datastore when that is refreshed.
 */
export class ImageReader {
  readonly #options: ImageReaderOptions;
  /** A search takes minutes; a datastore may be refreshed meanwhile. */
  readonly #order = new ReadingOrder();

  constructor(options: ImageReaderOptions) {
    this.#options = options;
  }

  /** What cannot be read stays as it was known last. */
  async list(session: VimSession, signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    for (const datastore of [...store.datastores.values()])
      if (datastore.accessible) await this.refresh(session, datastore, signal);
    await this.#library(session, signal);
  }

  refresh(session: VimSession, datastore: DatastoreFacts, signal: AbortSignal): Promise<void> {
    const { value } = datastore.ref;
    return this.#order.read(async isNewest => {
      const found = await this.#quietly(() => this.#filesOf(session, datastore, signal));
      if (!found || !isNewest(value)) return;
      this.#tell(found, ({ from }) => 'datastore' in from && from.datastore === value);
    });
  }

  async #library(session: VimSession, signal: AbortSignal): Promise<void> {
    if (session.content.about.apiType !== 'VirtualCenter') return;
    await this.#order.read(isNewest => this.#items(session, signal, isNewest));
  }

  async #items(session: VimSession, signal: AbortSignal, isNewest: IsNewest): Promise<void> {
    const { account, clock } = this.#options;
    const rest = new RestSession({ ...account(), endpoint: session.endpoint });
    try {
      const found = await this.#quietly(async () => {
        const items: ImageFacts[] = [];
        for await (const item of libraryItems(rest, signal))
          items.push({
            native: nativeOfItem(item.id),
            name: `${item.library}/${item.name}`,
            format: item.type,
            sizeBytes: item.sizeBytes,
            createdAt: instant(item.createdAt),
            from: { library: item.library, item: item.id },
            seen: { asOf: isoNow(clock), source: 'poll' },
          });
        return items;
      });
      if (found && isNewest('library')) this.#tell(found, ({ from }) => 'library' in from);
    } finally {
      await rest.close();
    }
  }

  async #filesOf(
    session: VimSession,
    datastore: DatastoreFacts,
    signal: AbortSignal,
  ): Promise<ImageFacts[] | null> {
    const { clock, poller, store } = this.#options;
    const wanted = { ref: datastore.ref, paths: ['browser'] };
    const browser = asRef((await retrieveOne(session, wanted, { signal })).properties['browser']);
    if (!browser) return null;
    const search = { path: `[${datastore.name}]`, patterns };
    const task = await searchSubFolders(session, browser, search, { signal });
    const within = AbortSignal.any([signal, AbortSignal.timeout(longestSearchMs)]);
    const { state, result, fault } = await poller.wait(session, task, { signal: within, progress: () => {} });
    if (state === 'error') throw fault ?? new Error('The search failed');
    const used = new Set([...store.disks.values()].flatMap(({ disk }) => disk.file ?? []));
    const seen = { asOf: isoNow(clock), source: 'poll' as const };
    return imagesOf({ datastore, files: foundFiles(result), used, seen });
  }

  /** Without the privilege, or on a server that has none of it, there is nothing to show. */
  async #quietly<T>(read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      const isAnswer = error instanceof VimFault || error instanceof RestError;
      if (!isAnswer || isFault(error, 'NotAuthenticated')) throw error;
      this.#options.log('debug', 'Images cannot be listed', { error: String(error) });
      return null;
    }
  }

  #tell(found: readonly ImageFacts[], isOne: (image: ImageFacts) => boolean): void {
    const { store, publisher } = this.#options;
    const now = new Set(found.map(({ native }) => native));
    for (const image of [...store.images.values()])
      if (isOne(image) && !now.has(image.native)) {
        store.images.delete(image.native);
        publisher.othersChanged(image.native);
      }
    for (const image of found) store.images.set(image.native, image);
    publisher.othersChanged();
    publisher.flush();
  }
}
