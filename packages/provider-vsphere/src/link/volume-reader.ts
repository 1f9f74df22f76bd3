import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { ProviderContext } from '@orrery/provider-kit/provider.ts';
import { ReadingOrder } from '@orrery/provider-kit/reading-order.ts';
import { isFault, VimFault } from '@orrery/vim25/errors.ts';
import {
  type DiskKey,
  type FirstClassDisk,
  listDisks,
  retrieveDisk,
} from '@orrery/vim25/methods/first-class-disks.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import { nativeOfDisk } from '../ids.ts';
import type { Publisher } from '../inventory/publisher.ts';
import type { Store } from '../inventory/store.ts';
import type { VolumeFacts } from '../map/facts.ts';
import { instant } from '../map/read.ts';
import { readName } from '../map/volume-name.ts';

/** vCenter tells of first-class disks one by one: so many at once. */
const atOnce = 8;

export interface VolumeReaderOptions {
  clock: Clock;
  store: Store;
  publisher: Publisher;
  log: ProviderContext['log'];
}

interface Asked {
  session: VimSession;
  datastore: DiskKey['datastore'];
  signal: AbortSignal;
}

/** Reads first-class disks. vCenter does not push them: they are listed with everything else, and after our own changes. */
export class VolumeReader {
  readonly #options: VolumeReaderOptions;
  /** Listing takes long where there are many; meanwhile some are made and deleted. */
  readonly #order = new ReadingOrder();

  constructor(options: VolumeReaderOptions) {
    this.#options = options;
  }

  /** All of them, from all datastores; told by the list of everything. */
  async list(session: VimSession, signal: AbortSignal): Promise<void> {
    if (!isOffered(session)) return;
    const { store } = this.#options;
    for (const { ref, accessible } of [...store.datastores.values()])
      if (accessible)
        await this.#datastore({ session, datastore: ref, signal }, ({ found, gone }) => {
          for (const volume of found) store.setVolume(volume);
          for (const native of gone) store.forgetVolume(native);
        });
    for (const { native, key } of [...store.volumes.values()])
      if (!store.datastore(key.datastore.value)) store.forgetVolume(native);
  }

  /** One datastore anew, told at once. */
  async refresh(session: VimSession, datastore: DiskKey['datastore'], signal: AbortSignal): Promise<void> {
    if (!isOffered(session)) return;
    const { publisher } = this.#options;
    await this.#datastore({ session, datastore, signal }, ({ found, gone }) => {
      for (const volume of found) this.#tell(volume);
      for (const native of gone) publisher.volumeGone(native);
      publisher.flush();
    });
  }

  /** One that was just made or changed. */
  one(session: VimSession, key: DiskKey, signal: AbortSignal): Promise<VolumeFacts | null> {
    return this.#order.read(async isNewest => {
      const { store, publisher } = this.#options;
      const volume = await this.#read(session, key, signal);
      if (!isNewest(key.id)) return volume;
      if (volume) this.#tell(volume);
      else for (const native of nativesOf(store, v => v.key.id === key.id)) publisher.volumeGone(native);
      publisher.flush();
      return volume;
    });
  }

  /** What a datastore has, and what it had; what another reading knows better is left out. */
  #datastore(asked: Asked, take: (read: { found: VolumeFacts[]; gone: string[] }) => void): Promise<void> {
    return this.#order.read(async isNewest => {
      const read = await this.#of(asked);
      // Not answered: it stays as it was known last.
      if (read === null) return;
      const there = new Set(read.map(({ native }) => native));
      const isGone = ({ native, key }: VolumeFacts): boolean =>
        key.datastore.value === asked.datastore.value && !there.has(native) && isNewest(key.id);
      take({
        gone: nativesOf(this.#options.store, isGone),
        found: read.filter(({ key }) => isNewest(key.id)),
      });
    });
  }

  #tell(volume: VolumeFacts): void {
    const { store, publisher } = this.#options;
    store.setVolume(volume);
    publisher.volumeChanged(volume.native);
  }

  /** A vCenter that does not let us see them has none to show; null: it could not tell. */
  async #of({ session, datastore, signal }: Asked): Promise<VolumeFacts[] | null> {
    const volumes: VolumeFacts[] = [];
    try {
      const keys = await listDisks(session, datastore, { signal });
      for (let at = 0; at < keys.length; at += atOnce) {
        const batch = keys.slice(at, at + atOnce).map(key => this.#read(session, key, signal));
        volumes.push(...(await Promise.all(batch)).filter(v => v !== null));
      }
    } catch (error) {
      if (!(error instanceof VimFault) || isFault(error, 'NotAuthenticated')) throw error;
      this.#options.log('debug', 'First-class disks cannot be listed', { error: String(error) });
      return isFault(error, 'NoPermission') ? [] : null;
    }
    return volumes;
  }

  async #read(session: VimSession, key: DiskKey, signal: AbortSignal): Promise<VolumeFacts | null> {
    const disk = await retrieveDisk(session, key, { signal }).catch((error: unknown) => {
      if (isFault(error, 'NotFound', 'InvalidArgument')) return null;
      throw error;
    });
    return disk && this.facts(disk);
  }

  facts({ datastore, id, name, file, capacityBytes, createdAt }: FirstClassDisk): VolumeFacts | null {
    if (file === null) return null;
    return {
      native: nativeOfDisk({ datastore: datastore.value, file }),
      key: { datastore, id },
      ...readName(name),
      file,
      capacityBytes,
      createdAt: instant(createdAt),
      seen: { asOf: isoNow(this.#options.clock), source: 'poll' },
    };
  }
}

function nativesOf(store: Store, isOne: (volume: VolumeFacts) => boolean): string[] {
  return [...store.volumes.values()].filter(isOne).map(({ native }) => native);
}

const isOffered = ({ content }: VimSession): boolean =>
  content.vStorageObjectManager !== null && content.about.apiType === 'VirtualCenter';
