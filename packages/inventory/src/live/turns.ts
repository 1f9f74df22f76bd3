import type { Job } from './job.ts';
import type { SharedQuery } from './shared-query.ts';
import type { Topic } from './topic.ts';
import type { Runtime } from './types.ts';
import type { StoredResource } from '../store/types.ts';

/** Milliseconds. A turn ends close to the last of these, whatever there is to do; the loop is then free for others. */
export interface TurnBudget {
  /** For taking in changes of the store. */
  readonly changes: number;
  /** For the whole turn: then frames, then first computations. */
  readonly turn: number;
}

export interface QueuedJob {
  readonly job: Job;
  /** False: nobody waits for it any more. */
  readonly wanted: () => boolean;
}

interface TurnsOptions<R extends StoredResource> {
  readonly runtime: Runtime;
  readonly budget: TurnBudget;
  readonly topics: () => Iterable<Topic<R>>;
  /** After a computation has ended. */
  readonly onJobDone: () => void;
  /** When no computation is left. */
  readonly onJobsDone: () => void;
}

/** Does the work of the live queries in short turns: changes first, then frames that are due, then computations. */
export class Turns<R extends StoredResource> {
  private readonly options: TurnsOptions<R>;
  private readonly touched = new Set<SharedQuery<R>>();
  private jobs: QueuedJob[] = [];
  private cancel: (() => void) | undefined;
  private wakeAt = Number.POSITIVE_INFINITY;
  private running = false;
  /** Which topic goes first; moves on, so that a busy one does not starve the others. */
  private firstTopic = 0;

  constructor(options: TurnsOptions<R>) {
    this.options = options;
  }

  get busy(): boolean {
    return this.jobs.length > 0;
  }

  touch(query: SharedQuery<R>): void {
    this.touched.add(query);
  }

  forget(query: SharedQuery<R>): void {
    this.touched.delete(query);
  }

  enqueue(job: QueuedJob): void {
    this.jobs.push(job);
    this.wake(0);
  }

  /** Asks for a turn in `delayMs` at the latest. */
  wake(delayMs: number): void {
    // A turn decides about the next one when it ends.
    if (this.running) return;
    const { runtime } = this.options;
    const at = runtime.now() + delayMs;
    if (at >= this.wakeAt) return;
    this.cancel?.();
    this.wakeAt = at;
    this.cancel = runtime.after(delayMs, () => this.run());
  }

  stop(): void {
    this.cancel?.();
    this.jobs = [];
    this.touched.clear();
    // Nothing is earlier than this: no turn will be asked for again.
    this.wakeAt = Number.NEGATIVE_INFINITY;
  }

  private run(): void {
    this.wakeAt = Number.POSITIVE_INFINITY;
    this.running = true;
    try {
      this.turn();
    } finally {
      this.running = false;
      const delayMs = this.nextDelay();
      if (delayMs !== undefined) this.wake(delayMs);
    }
  }

  private turn(): void {
    const { runtime, budget } = this.options;
    const start = runtime.monotonic();
    const within = (budgetMs: number) => runtime.monotonic() - start < budgetMs;
    this.takeChanges(() => within(budget.changes));
    this.flushDue(() => within(budget.turn));
    this.runJobs(() => within(budget.turn));
  }

  /** Undefined when there is nothing to do. */
  private nextDelay(): number | undefined {
    if (this.jobs.length > 0) return 0;
    for (const topic of this.options.topics()) if (!topic.idle) return 0;
    let nextAt: number | undefined;
    for (const { pace } of this.touched) {
      if (pace.dueAt !== undefined) nextAt = Math.min(nextAt ?? pace.dueAt, pace.dueAt);
    }
    return nextAt === undefined ? undefined : Math.max(0, nextAt - this.options.runtime.now());
  }

  /** Some steps in any case, so that everything goes on however small the budget. */
  private takeChanges(more: () => boolean): void {
    const topics = [...this.options.topics()];
    this.firstTopic += 1;
    for (let turn = 0; turn < topics.length; turn += 1) {
      const topic = topics[(this.firstTopic + turn) % topics.length];
      for (let steps = 1; topic?.step() === true; steps += 1) {
        // Reading the clock costs about as much as a small step.
        if (steps % 4 === 0 && !more()) return;
      }
    }
  }

  private flushDue(more: () => boolean): void {
    const now = this.options.runtime.now();
    for (const query of this.touched) {
      const { dueAt } = query.pace;
      if (dueAt !== undefined && dueAt > now) continue;
      this.touched.delete(query);
      if (dueAt === undefined) continue;
      query.pace.looked(now, query.flush());
      if (!more()) return;
    }
  }

  private runJobs(more: () => boolean): void {
    for (let queued = this.jobs[0]; queued !== undefined; queued = this.jobs[0]) {
      while (queued.wanted()) {
        if (queued.job.next().done === true) break;
        if (!more()) return;
      }
      this.jobs.shift();
      this.options.onJobDone();
      if (this.jobs.length === 0) this.options.onJobsDone();
      if (!more()) return;
    }
  }
}
