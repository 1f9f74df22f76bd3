import { backoffMs } from '@orrery/provider-kit/backoff.ts';
import { type Clock, isoNow, pause } from '@orrery/provider-kit/clock.ts';
import type {
  CreateControl,
  CreateResult,
  ImageContent,
  Provider,
  Resolution,
} from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import type { AuditSink } from './api.ts';
import type { Batches } from './batches.ts';
import type { Board } from './board.ts';
import { deadlineMs, graceMsOf, reconcileMs } from './deadlines.ts';
import { type OperationRecord, toCreateRequest, toRequest, withoutSecrets } from './operation-record.ts';
import type { OperationStore } from './operation-store.ts';
import { failure, type Outcome, outcomeOf } from './outcome.ts';
import { refusedNow } from './refused-now.ts';
import { advance, end } from './progress.ts';
import { withGrace } from './with-grace.ts';

export interface ExecutorOptions {
  inventory: InventoryService;
  store: OperationStore;
  provider: (backend: string) => Provider | undefined;
  clock: Clock;
  audit: AuditSink;
  board: Board;
  batches: Batches;
  log: InventoryLog;
  /** Bytes of an image of Orrery's own catalogue; null when it has none of that id. */
  image?: ((id: string) => Promise<ImageContent | null>) | undefined;
  /** What becomes of operations, for those who keep account. May not throw. */
  told?: OperationListener | undefined;
}

export interface OperationListener {
  /** The resource that a creation makes has its id, and that is on disk. */
  identified: (record: OperationRecord) => Promise<void>;
  /** It has ended, and that is on disk. */
  ended: (record: OperationRecord) => void;
}

/** An operation under way in this process. */
export interface Running {
  record: OperationRecord;
  readonly ending: AbortController;
  ended: boolean;
}

const lookAgain = { baseMs: 1_000, capMs: 15_000 };
const saveAgain = { baseMs: 500, capMs: 10_000 };

/** Carries one operation through: send it once, or find out what became of it; then say how it ended, once. */
export class Executor {
  readonly #options: ExecutorOptions;
  #stopped = false;

  constructor(options: ExecutorOptions) {
    this.#options = options;
  }

  /** What is under way goes on at the backend; the next start looks what became of it (OP-8). */
  stop(): void {
    this.#stopped = true;
  }

  async run(running: Running): Promise<void> {
    const outcome = running.record.sentAt === null ? await this.#send(running) : await this.#find(running);
    if (outcome !== undefined) await this.finish(running, outcome);
  }

  /** Says once how it ended: to the audit log, the disk and the inventory, in this order (OP-10). */
  async finish(running: Running, outcome: Outcome): Promise<void> {
    if (running.ended || this.#stopped) return;
    running.ended = true;
    const now = isoNow(this.#options.clock);
    const succeeded = outcome.state === 'succeeded';
    const { record } = running;
    running.record = {
      ...withoutSecrets(record),
      state: outcome.state,
      endedAt: now,
      phases: end(record.phases, succeeded ? 'done' : 'failed', now),
      progress: succeeded ? 1 : record.progress,
      message: outcome.state === 'failed' ? record.message : (outcome.message ?? record.message),
      error: outcome.state === 'failed' ? outcome.error : null,
    };
    this.#options.batches.note(record.batch, outcome.state === 'failed');
    await this.#audit(running.record);
    await this.#saveSurely(running.record);
    this.#options.board.show(running.record);
    if (!this.#stopped) this.#options.told?.ended(running.record);
  }

  async #send(running: Running): Promise<Outcome | undefined> {
    if (running.ended) return undefined;
    const refused = refusedNow(running.record, this.#options.inventory);
    if (refused !== undefined) return refused;
    const provider = this.#options.provider(running.record.backend);
    if (provider === undefined) return failure('backend.unavailable');
    const now = isoNow(this.#options.clock);
    running.record = { ...running.record, state: 'running', startedAt: now, sentAt: now };
    // From here on it may have reached the backend: that has to be on disk before it can.
    await this.#saveSurely(running.record);
    if (this.#stopped || running.ended) return undefined;
    this.#options.board.began(running.record);
    this.#options.board.show(running.record);
    return this.#act(provider, running);
  }

  async #act(provider: Provider, running: Running): Promise<Outcome | undefined> {
    const cancelDeadline = this.#deadline(running);
    const { signal } = running.ending;
    try {
      const graceMs = graceMsOf(running.record.action);
      const { id, message = null } = await withGrace(this.#call(provider, running), {
        signal,
        graceMs,
        clock: this.#options.clock,
      });
      if (id !== undefined) await this.#identify(running, id);
      return { state: 'succeeded', message };
    } catch (error) {
      if (this.#stopped) return undefined;
      // The connection broke after the backend had taken it on: it goes on there, so we look.
      const broken = error instanceof ProviderError && error.code === 'backend.unavailable';
      if (broken && running.record.handle !== null) return await this.#find(running);
      return outcomeOf(error, running.record.cancelRequested);
    } finally {
      cancelDeadline();
    }
  }

  /** The one place where something is asked of a backend. */
  #call(provider: Provider, running: Running): Promise<Partial<CreateResult>> {
    const request = toCreateRequest(running.record);
    if (request === null) return provider.act(toRequest(running.record), this.#control(running));
    if (provider.creator) return provider.creator.create(request, this.#control(running));
    return Promise.reject(new ProviderError('capability.missing', 'Nothing can be made there'));
  }

  #resolve(provider: Provider, running: Running): Promise<Resolution> {
    const { record } = running;
    const request = toCreateRequest(record);
    const control = this.#control(running);
    if (request === null) return provider.resolve(toRequest(record), record.handle, control);
    if (provider.creator) return provider.creator.resolve(request, record.handle, control);
    return Promise.resolve({ state: 'unknown', message: 'Nothing can be made there any more' });
  }

  /** What is made has its name at the backend: from here on everything that concerns it is known to be ours. */
  async #identify(running: Running, id: string): Promise<void> {
    if (running.ended || this.#stopped || running.record.target === id) return;
    running.record = { ...running.record, target: id };
    await this.#options.store.save(running.record);
    await this.#options.told?.identified(running.record);
    this.#options.board.began(running.record);
    this.#options.board.show(running.record);
  }

  /** Looks what became of an operation that may have been sent. Never sends it again (OP-8). */
  async #find(running: Running): Promise<Outcome | undefined> {
    const { clock, board } = this.#options;
    const until = clock.now() + reconcileMs;
    board.began(running.record);
    for (let attempt = 0; clock.now() < until; attempt++) {
      const outcome = await this.#look(running);
      if (outcome !== 'again') return outcome;
      await pause(clock, backoffMs(attempt, Math.random, lookAgain) + 100);
      if (this.#stopped) return undefined;
    }
    return failure('operation.outcome-unknown', 'The backend could not be asked in time');
  }

  async #look(running: Running): Promise<Outcome | undefined | 'again'> {
    const { record } = running;
    const provider = this.#options.provider(record.backend);
    if (provider === undefined) return 'again';
    try {
      const { signal } = running.ending;
      const resolution = await withGrace(this.#resolve(provider, running), {
        signal,
        graceMs: graceMsOf(record.action),
        clock: this.#options.clock,
      });
      return this.#stopped ? undefined : resolved(resolution);
    } catch (error) {
      if (this.#stopped) return undefined;
      const away = error instanceof ProviderError && /^backend\.(unavailable|timeout)$/.test(error.code);
      if (away && !running.ending.signal.aborted) return 'again';
      const outcome = outcomeOf(error, record.cancelRequested);
      return outcome.state === 'failed' ? failure('operation.outcome-unknown', outcome.error.cause) : outcome;
    }
  }

  #control(running: Running): CreateControl {
    const { store, board, clock, image } = this.#options;
    return {
      identified: id => this.#identify(running, id),
      image: async id => (image ? await image(id) : null),
      signal: running.ending.signal,
      progress: report => {
        if (running.ended || this.#stopped) return;
        running.record = advance(running.record, report, isoNow(clock));
        board.showSoon(running.record);
      },
      bind: async handle => {
        if (running.ended || this.#stopped) return;
        running.record = { ...running.record, handle };
        await store.save(running.record);
      },
    };
  }

  #deadline({ record, ending }: Running): () => void {
    const ms = deadlineMs(record.action);
    return this.#options.clock.after(ms, () =>
      ending.abort(new ProviderError('backend.timeout', `It had not ended after ${ms / 60_000} minutes`)),
    );
  }

  async #audit(record: OperationRecord): Promise<void> {
    try {
      await this.#options.audit.record({
        actor: record.actor.name,
        actorId: record.actor.id,
        action: `${record.kind}.${record.action}`,
        outcome: record.state === 'succeeded' ? 'succeeded' : 'failed',
        targetKind: record.kind,
        target: record.target,
        address: record.address,
        detail: { operation: record.id, state: record.state, args: record.args, error: record.error },
      });
    } catch (error) {
      this.#options.log('error', 'the end of an operation could not be audited', { error, id: record.id });
    }
  }

  /** As long as this process lives it does not forget: a database that is away comes back. */
  async #saveSurely(record: OperationRecord): Promise<void> {
    for (let attempt = 0; !this.#stopped; attempt++) {
      try {
        return await this.#options.store.save(record);
      } catch (error) {
        this.#options.log('error', 'an operation could not be written; trying again', {
          error,
          id: record.id,
        });
        await pause(this.#options.clock, backoffMs(attempt, Math.random, saveAgain) + 100);
      }
    }
  }
}

function resolved(resolution: Resolution): Outcome {
  switch (resolution.state) {
    case 'succeeded':
      return { state: 'succeeded', message: resolution.message ?? null };
    case 'failed':
      return failure(resolution.code, resolution.message);
    case 'not-started':
      return failure('operation.not-started');
    case 'unknown':
      return failure('operation.outcome-unknown', resolution.message);
  }
}
