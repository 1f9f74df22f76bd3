import { type IsNewest, ReadingOrder } from '@orrery/provider-kit/reading-order.ts';
import { isFault } from '@orrery/vim25/errors.ts';
import { retrieve } from '@orrery/vim25/methods/properties.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import { refKey } from '@orrery/vim25/values.ts';
import type { Publisher } from '../inventory/publisher.ts';
import type { Store } from '../inventory/store.ts';
import { devicePath, readDevices } from '../map/devices.ts';
import type { VmFacts } from '../map/facts.ts';

/** VMs in one call: some 200 KB, a few milliseconds to take over from the thread that reads it. */
const batchSize = 25;
const deadlineMs = 30_000;

interface Asking {
  session: VimSession;
  signal: AbortSignal;
  isNewest: IsNewest;
}

/**
 * Reads disks and interfaces of VMs apart from the watch: they are large, and change only with the version of the
 * configuration. So the first picture does not wait for them, and the load does not tell of them.
 */
export class DeviceReader {
  readonly #store: Store;
  readonly #publisher: Publisher;
  readonly #queue = new Set<VmFacts>();
  /** Batches are read beside each other, and one VM beside them. */
  readonly #order = new ReadingOrder();

  constructor(store: Store, publisher: Publisher) {
    this.#store = store;
    this.#publisher = publisher;
  }

  want(vm: VmFacts): void {
    this.#queue.add(vm);
  }

  forget(vm: VmFacts): void {
    this.#queue.delete(vm);
  }

  /** Until nothing is wanted any more. */
  async drain(session: VimSession, signal: AbortSignal): Promise<void> {
    while (this.#queue.size > 0) {
      signal.throwIfAborted();
      const batch = [...this.#queue].slice(0, batchSize);
      for (const vm of batch) this.#queue.delete(vm);
      try {
        await this.#read(session, batch, signal);
      } catch (error) {
        for (const vm of batch) this.#queue.add(vm);
        throw error;
      }
      this.#publisher.flushVms();
    }
  }

  /** One VM out of turn, if it is wanted or on its way: an action must end with its new disks shown. */
  async now(session: VimSession, vm: VmFacts, signal: AbortSignal): Promise<void> {
    this.#queue.delete(vm);
    await this.#read(session, [vm], signal);
    this.#publisher.flushVms();
  }

  #read(session: VimSession, batch: readonly VmFacts[], signal: AbortSignal): Promise<void> {
    return this.#order.read(isNewest => this.#ask({ session, signal, isNewest }, batch));
  }

  async #ask(asking: Asking, batch: readonly VmFacts[]): Promise<void> {
    const { session, signal, isNewest } = asking;
    const options = { signal, deadlineMs };
    const wanted = { refs: batch.map(vm => vm.ref), paths: [devicePath] };
    const found = await retrieve(session, wanted, options).catch((error: unknown) => {
      if (!isFault(error, 'ManagedObjectNotFound')) throw error;
      // One of them went meanwhile; alone, only that one fails.
      return batch.length === 1 ? [] : null;
    });
    if (found === null) {
      for (const vm of batch) await this.#read(session, [vm], signal);
      return;
    }
    for (const { ref, properties } of found) {
      const vm = this.#store.vmOf(ref);
      if (!vm || !isNewest(refKey(ref))) continue;
      this.#store.setDevices(vm, readDevices(properties[devicePath]));
      this.#publisher.vmChanged(vm);
    }
  }
}
