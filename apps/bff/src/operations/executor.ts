import { backoffMs } from '@orrery/provider-kit/backoff.ts';
import { type Clock, isoNow, pause } from '@orrery/provider-kit/clock.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { CreateControl } from '@orrery/provider-kit/creator.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import type { AuditSink } from './api.ts';
import type { Batches } from './batches.ts';
import type { Board } from './board.ts';
import { answerWithin } from './answer-within.ts';
import { deadlineMs, graceMsOf, lookAgainMsOf, lookMsOf, reconcileMs, writeMs } from './deadlines.ts';
import { type OperationRecord, withoutSecrets } from './operation-record.ts';
import type { OperationStore } from './operation-store.ts';
import { failure, type Outcome, outcomeOf } from './outcome.ts';
import { type Performer, performerOf } from './performer.ts';
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
  /** Rules of security groups as they are when an action reaches its backend. */
  securityGroups?: CreateControl['securityGroups'];
  /** What becomes of operations, for those who keep account. May not throw. */
  told?: OperationListener | undefined;
  /** For operations that are more than an action or a creation. */
  performers?: readonly Performer[] | undefined;
}

export interface OperationListener {
  /** Its intent is on disk; it waits for its turn, or goes on after a restart. */
  begun?: (record: OperationRecord) => void;
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

const lookAgain = { baseMs: 1_000 };
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
    const last: OperationRecord = {
      ...withoutSecrets(record),
      state: outcome.state,
      endedAt: now,
      phases: end(record.phases, succeeded ? 'done' : 'failed', now),
      progress: succeeded ? 1 : record.progress,
      message: outcome.state === 'failed' ? record.message : (outcome.message ?? record.message),
      error: outcome.state === 'failed' ? outcome.error : null,
    };
    this.#options.batches.note(record.batch, outcome.state === 'failed');
    await this.#audit(last);
    await this.#saveSurely(last);
    // Whoever asks for it by its id learns of the end with all others: by then its target has its own status again.
    running.record = last;
    this.#show(last);
    if (!this.#stopped) this.#options.told?.ended(last);
  }

  /** What has gone wrong inside Orrery itself is an end too: nothing stays `running` that nobody carries on. */
  async giveUp(running: Running, error: unknown): Promise<void> {
    this.#options.log('error', 'an operation failed inside Orrery', { error, id: running.record.id });
    const why = error instanceof Error ? error.message : String(error);
    const sent = running.record.sentAt !== null;
    await this.finish(running, failure(sent ? 'operation.outcome-unknown' : 'internal', why));
  }

  /** The end is on disk by now; that it cannot be shown must not make it look unfinished to those who keep account. */
  #show(record: OperationRecord): void {
    try {
      this.#options.board.show(record);
    } catch (error) {
      this.#options.log('error', 'the end of an operation could not be shown', { error, id: record.id });
    }
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
      const performing = this.#performer(running).perform(provider, running.record, this.#control(running));
      const { id, message = null } = await withGrace(performing, {
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

  /** What is made has its name at the backend: from here on everything that concerns it is known to be ours. */
  async #identify(running: Running, id: string): Promise<void> {
    if (running.ended || this.#stopped || running.record.target === id) return;
    running.record = { ...running.record, target: id };
    await this.#keep(running.record);
    const { told, clock } = this.#options;
    if (told)
      await answerWithin(told.identified(running.record), { ms: writeMs, clock, what: 'The database' });
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
      const pace = { ...lookAgain, capMs: lookAgainMsOf(running.record.action) };
      await pause(clock, backoffMs(attempt, Math.random, pace) + 100);
      if (this.#stopped) return undefined;
    }
    return failure('operation.outcome-unknown', 'The backend could not be asked in time');
  }

  async #look(running: Running): Promise<Outcome | undefined | 'again'> {
    const { clock } = this.#options;
    const provider = this.#options.provider(running.record.backend);
    if (provider === undefined) return 'again';
    // One that does not answer is asked anew: it may have lost the question with its connection.
    const giveUp = new AbortController();
    const cancelTimer = clock.after(lookMsOf(running.record.action), () => giveUp.abort(noAnswer()));
    const signal = AbortSignal.any([running.ending.signal, giveUp.signal]);
    try {
      const graceMs = graceMsOf(running.record.action);
      const control = { ...this.#control(running), signal };
      const looking = this.#performer(running).resolve(provider, running.record, control);
      const resolution = await withGrace(looking, { signal, graceMs, clock });
      return this.#stopped ? undefined : resolved(resolution);
    } catch (error) {
      if (this.#stopped) return undefined;
      if (!running.ending.signal.aborted && (giveUp.signal.aborted || isAway(error))) return 'again';
      const outcome = outcomeOf(error, running.record.cancelRequested);
      return outcome.state === 'failed' ? failure('operation.outcome-unknown', outcome.error.cause) : outcome;
    } finally {
      cancelTimer();
    }
  }

  #performer({ record }: Running): Performer {
    return performerOf(record, this.#options.performers);
  }

  #control(running: Running): CreateControl {
    const { board, clock, image, securityGroups } = this.#options;
    return {
      ...(securityGroups && { securityGroups }),
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
        await this.#keep(running.record);
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
      const written = this.#options.audit.record({
        actor: record.actor.name,
        actorId: record.actor.id,
        action: `${record.kind}.${record.action}`,
        outcome: record.state === 'succeeded' ? 'succeeded' : 'failed',
        targetKind: record.kind,
        target: record.target,
        address: record.address,
        detail: { operation: record.id, state: record.state, args: record.args, error: record.error },
      });
      await answerWithin(written, { ms: writeMs, clock: this.#options.clock, what: 'The audit log' });
    } catch (error) {
      this.#options.log('error', 'the end of an operation could not be audited', { error, id: record.id });
    }
  }

  #write(record: OperationRecord): Promise<void> {
    const { store, clock } = this.#options;
    return answerWithin(store.save(record), { ms: writeMs, clock, what: 'The database' });
  }

  /** What the provider may only go on with once it is on disk. */
  async #keep(record: OperationRecord): Promise<void> {
    if (!(await this.#saveSurely(record))) throw new ProviderError('cancelled', 'Orrery is being stopped');
  }

  /** As long as this process lives it does not forget: a database that is away comes back. False: it was stopped before. */
  async #saveSurely(record: OperationRecord): Promise<boolean> {
    for (let attempt = 0; !this.#stopped; attempt++) {
      try {
        await this.#write(record);
        return true;
      } catch (error) {
        this.#options.log('error', 'an operation could not be written; trying again', {
          error,
          id: record.id,
        });
        await pause(this.#options.clock, backoffMs(attempt, Math.random, saveAgain) + 100);
      }
    }
    return false;
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof ProviderError && /^backend\.(unavailable|timeout)$/.test(error.code);

const noAnswer = () => new ProviderError('backend.timeout', 'The backend did not say what became of it');

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
