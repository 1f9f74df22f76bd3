import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Change } from '@orrery/inventory/store/types.ts';
import type { BackendFeed } from './backend-feed.ts';
import type { Intake } from './intake-queue.ts';
import type { InventoryRuntime } from './runtime.ts';
import { settle, type Settling } from './settle.ts';

/** Changes taken at once: one new revision of the store. */
const batchSize = 250;
/** A backend's turn on the event loop; then the sockets and the other backends have theirs. */
const turnMs = 6;

/** Moves what waits in the backends' queues into the store, each backend its turn. */
export class IntakePump {
  readonly #feeds: ReadonlyMap<string, BackendFeed>;
  readonly #closing = new Set<BackendFeed>();
  readonly #settling: Settling;
  readonly #runtime: InventoryRuntime;
  #scheduled = false;
  #stopped = false;

  constructor(options: {
    feeds: ReadonlyMap<string, BackendFeed>;
    settling: Settling;
    runtime: InventoryRuntime;
  }) {
    this.#feeds = options.feeds;
    this.#settling = options.settling;
    this.#runtime = options.runtime;
  }

  schedule(): void {
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    this.#runtime.after(0, () => this.#turn());
  }

  /** A feed that was taken out and whose removals still wait. */
  finish(feed: BackendFeed): void {
    this.#closing.add(feed);
    this.schedule();
  }

  stop(): void {
    this.#stopped = true;
  }

  /** One resource, out of its turn. */
  catchUp(feed: BackendFeed, id: string): void {
    this.#apply(feed.queue.takeOf(id));
  }

  #turn(): void {
    this.#scheduled = false;
    if (this.#stopped) return;
    let waiting = false;
    for (const feed of [...this.#feeds.values(), ...this.#closing]) {
      this.#drain(feed);
      if (feed.queue.size > 0) waiting = true;
      else this.#closing.delete(feed);
    }
    if (waiting) this.schedule();
  }

  #drain(feed: BackendFeed): void {
    const until = this.#runtime.monotonic() + turnMs;
    while (feed.queue.size > 0) {
      this.#apply(feed.queue.take(batchSize));
      if (this.#runtime.monotonic() >= until) return;
    }
  }

  #apply(intakes: readonly Intake[]): void {
    const changes: Change<Resource>[] = [];
    for (const intake of intakes) {
      const change = settle(intake, this.#settling);
      if (change !== undefined) changes.push(change);
    }
    this.#settling.store.apply(changes);
  }
}
