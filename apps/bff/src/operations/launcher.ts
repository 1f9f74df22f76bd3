import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { InventoryLog } from '../inventory/inventory-service.ts';
import type { InventoryStore } from '../inventory/resource-row.ts';
import type { Batches } from './batches.ts';
import type { Board } from './board.ts';
import { sendWithinMs } from './deadlines.ts';
import type { Executor, OperationListener, Running } from './executor.ts';
import { Lanes } from './lanes.ts';
import { slotsOf } from './lanes-of.ts';
import type { OperationRecord } from './operation-record.ts';
import type { OperationStore } from './operation-store.ts';
import { failure } from './outcome.ts';

const lookEveryMs = 500;

export interface LauncherOptions {
  executor: Executor;
  inventory: { store: InventoryStore };
  store: OperationStore;
  board: Board;
  batches: Batches;
  clock: Clock;
  log: InventoryLog;
  told?: OperationListener | undefined;
}

/** Decides when each operation runs, and holds those that are under way. */
export class Launcher {
  readonly #options: LauncherOptions;
  readonly #lanes = new Lanes();
  readonly #running = new Map<string, Running>();
  #stopped = false;

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#stopped = true;
    this.#options.executor.stop();
  }

  find(id: string): Running | undefined {
    return this.#running.get(id);
  }

  /** A single action runs at once; those of a batch, and creations, in waves. */
  launch(record: OperationRecord): void {
    this.#track(record, running => this.#inTurn(running));
  }

  /** One that an earlier process left unfinished (OP-7, OP-8). */
  resume(record: OperationRecord): void {
    this.#track(record, async running => {
      if (record.sentAt === null && !(await this.#isWanted(running))) {
        await this.#options.executor.finish(running, failure('operation.not-started'));
      } else await this.#inTurn(running);
    });
  }

  async cancel(running: Running): Promise<void> {
    const { executor, store, board } = this.#options;
    if (running.record.state === 'queued') {
      return executor.finish(running, { state: 'cancelled', message: 'Cancelled before it began' });
    }
    running.record = { ...running.record, cancelRequested: true };
    await store.save(running.record);
    board.show(running.record);
    running.ending.abort(new ProviderError('cancelled', 'Cancelled by request'));
  }

  #track(record: OperationRecord, run: (running: Running) => Promise<void>): void {
    const running: Running = { record, ending: new AbortController(), ended: false };
    this.#running.set(record.id, running);
    this.#options.board.show(record);
    this.#options.told?.begun?.(record);
    void this.#carry(running, run);
  }

  async #carry(running: Running, run: (running: Running) => Promise<void>): Promise<void> {
    try {
      await run(running).catch((error: unknown) => this.#options.executor.giveUp(running, error));
    } catch (error) {
      this.#options.log('error', 'the end of an operation got lost', { error, id: running.record.id });
    } finally {
      this.#running.delete(running.record.id);
    }
  }

  #inTurn(running: Running): Promise<void> {
    const { record } = running;
    if (record.batch === null && record.creation === null) return this.#options.executor.run(running);
    return this.#lanes.run(slotsOf(record), async () => {
      if (this.#stopped) return;
      const stopped = record.sentAt === null && this.#options.batches.isStopped(record.batch);
      if (stopped) await this.#options.executor.finish(running, failure('batch.stopped'));
      else await this.#options.executor.run(running);
    });
  }

  /** Waits for the target to be seen again. False: too much time has passed since it was asked for. */
  async #isWanted({ record, ...running }: Running): Promise<boolean> {
    const { clock, inventory } = this.#options;
    const until = Date.parse(record.createdAt) + sendWithinMs;
    while (clock.now() < until && !this.#stopped && !running.ended) {
      const place = placeOf(record);
      const seen = inventory.store.get(place.kind, place.id);
      if (seen !== undefined && !seen.stale) return true;
      await pause(clock, lookEveryMs);
    }
    return false;
  }
}

/** What has to be seen before an operation can begin: its target, or where it is to be made. */
function placeOf({ creation, kind, target, host, backend }: OperationRecord): {
  kind: ResourceKind;
  id: string;
} {
  if (creation === null) return { kind, id: target };
  return host === null ? { kind: 'backend', id: backend } : { kind: 'host', id: host };
}
