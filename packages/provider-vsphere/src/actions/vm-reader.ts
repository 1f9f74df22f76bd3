import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import { isFault } from '@orrery/vim25/errors.ts';
import { type ObjectContent, retrieveOne } from '@orrery/vim25/methods/properties.ts';
import type { CallOptions, VimSession } from '@orrery/vim25/session.ts';
import type { MoRef, VimValue } from '@orrery/vim25/values.ts';
import type { Publisher } from '../inventory/publisher.ts';
import type { Store } from '../inventory/store.ts';
import type { DeviceReader } from '../link/device-reader.ts';
import type { SnapshotNews } from '../link/snapshot-news.ts';
import type { VmFacts } from '../map/facts.ts';
import { vmReaders } from '../map/vm.ts';

const paths = Object.keys(vmReaders);
/** Of a machine that changes all the time, some answer has to do. */
const maxAttempts = 4;

export interface VmReaderOptions {
  clock: Clock;
  store: Store;
  publisher: Publisher;
  devices: DeviceReader;
  snapshots: SnapshotNews;
}

/** Reads one VM as it is now, ahead of the push, and tells it: an action must end with the new state shown. */
export class VmReader {
  readonly #options: VmReaderOptions;

  constructor(options: VmReaderOptions) {
    this.#options = options;
  }

  /** Null: it is gone, which is told, too. */
  async read(session: VimSession, ref: MoRef, options: CallOptions): Promise<VmFacts | null> {
    const { clock, store, publisher, devices, snapshots } = this.#options;
    const found = await this.#newest(() => this.#ask(session, ref, options), ref);
    if (!found) {
      this.#gone(ref);
      return null;
    }
    const before = store.vmOf(ref);
    const known = before ? { version: before.version, snapshots: before.snapshots } : null;
    // What is not set does not come back.
    const changes: Record<string, VimValue | undefined> = Object.fromEntries(paths.map(p => [p, undefined]));
    store.apply(ref, { ...changes, ...found.properties }, { asOf: isoNow(clock), source: 'event' });
    const vm = store.vmOf(ref);
    if (!vm) return null;
    if (known && known.snapshots.length + vm.snapshots.length > 0) snapshots.compare(vm, known.snapshots);
    if (vm.devices === null || known?.version !== vm.version) devices.want(vm);
    publisher.vmChanged(vm);
    publisher.flush();
    return vm;
  }

  /** An answer that a push has overtaken may be older than that, and no push would come to mend it. */
  async #newest<T>(ask: () => Promise<T>, ref: MoRef): Promise<T> {
    const { store } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const before = store.vmOf(ref)?.seen;
      const answer = await ask();
      if (store.vmOf(ref)?.seen === before || attempt === maxAttempts) return answer;
    }
  }

  #ask(session: VimSession, ref: MoRef, options: CallOptions): Promise<ObjectContent | null> {
    return retrieveOne(session, { ref, paths }, options).catch((error: unknown) => {
      if (isFault(error, 'ManagedObjectNotFound')) return null;
      throw error;
    });
  }

  #gone(ref: MoRef): void {
    const { store, publisher, devices } = this.#options;
    const vm = store.vmOf(ref);
    if (!vm) return;
    devices.forget(vm);
    publisher.vmGone(vm);
    store.remove(ref);
    publisher.othersChanged();
    publisher.flush();
  }
}
