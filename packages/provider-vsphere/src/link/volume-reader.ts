import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { ProviderContext } from '@orrery/provider-kit/provider.ts';
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

/** Reads first-class disks. vCenter does not push them: they are listed with everything else, and after our own changes. */
export class VolumeReader {
  readonly #options: VolumeReaderOptions;

  constructor(options: VolumeReaderOptions) {
    this.#options = options;
  }

  /** All of them, from all datastores. */
  async list(session: VimSession, signal: AbortSignal): Promise<void> {
    if (!isOffered(session)) return;
    const { store } = this.#options;
    const found = new Map<string, VolumeFacts>();
    for (const { ref, accessible } of [...store.datastores.values()]) {
      if (!accessible) continue;
      for (const volume of await this.#of(session, ref, signal)) found.set(volume.native, volume);
    }
    store.setVolumes(found);
  }

  /** One datastore anew, told at once. */
  async refresh(session: VimSession, datastore: DiskKey['datastore'], signal: AbortSignal): Promise<void> {
    if (!isOffered(session)) return;
    const { store, publisher } = this.#options;
    const read = await this.#of(session, datastore, signal);
    const here = [...store.volumes.values()].filter(v => v.key.datastore.value === datastore.value);
    const now = new Set(read.map(v => v.native));
    for (const volume of read) this.#tell(volume);
    for (const { native } of here) if (!now.has(native)) publisher.volumeGone(native);
    publisher.flush();
  }

  /** One that was just made or changed. */
  async one(session: VimSession, key: DiskKey, signal: AbortSignal): Promise<VolumeFacts | null> {
    const { store, publisher } = this.#options;
    const volume = await this.#read(session, key, signal);
    if (volume) this.#tell(volume);
    else
      for (const { native, key: known } of [...store.volumes.values()])
        if (known.id === key.id) publisher.volumeGone(native);
    publisher.flush();
    return volume;
  }

  #tell(volume: VolumeFacts): void {
    const { store, publisher } = this.#options;
    store.setVolume(volume);
    publisher.volumeChanged(volume.native);
  }

  /** A vCenter that does not know them, or does not let us see them, has none to show. */
  async #of(
    session: VimSession,
    datastore: DiskKey['datastore'],
    signal: AbortSignal,
  ): Promise<VolumeFacts[]> {
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

const isOffered = ({ content }: VimSession): boolean =>
  content.vStorageObjectManager !== null && content.about.apiType === 'VirtualCenter';
