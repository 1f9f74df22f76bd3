import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { ProgressReport } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';

export type TaskOutcome = { state: 'succeeded'; message: string } | { state: 'failed'; error: ProviderError };

/** The data centre's own job: it goes on when nobody watches, and can be asked for later. */
export interface SimTask {
  id: string;
  /** Orrery's operation id, kept like an idempotency key. Null: begun outside. */
  operation: string | null;
  action: string;
  target: string;
  outcome: TaskOutcome | null;
  /** Resolves when it has ended, however it ended. */
  ended: Promise<TaskOutcome>;
  watch: (report: (progress: ProgressReport) => void) => () => void;
  cancel: (reason: ProviderError) => void;
}

export interface TaskPlan {
  operation: string | null;
  action: string;
  target: string;
  /** Infinity: it never ends by itself. */
  durationMs: number;
  /** Runs when the time is up; what it throws is how the task failed. */
  finish: () => string;
  /** Phases that it goes through, each as long as the others; none: the action is the only one. */
  phases?: readonly string[];
  /** Runs when it fails or is cancelled. */
  undo: () => void;
}

/** Tasks are remembered until this many newer ones have come. */
const remembered = 10_000;
const progressEveryMs = 400;

/** All jobs of a data centre, running and remembered. */
export class TaskBoard {
  readonly #clock: Clock;
  readonly #tasks = new Map<string, SimTask>();
  readonly #byOperation = new Map<string, SimTask>();
  readonly #running = new Map<string, SimTask>();
  #serial = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(id: string): SimTask | undefined {
    return this.#tasks.get(id);
  }

  findByOperation(operation: string): SimTask | undefined {
    return this.#byOperation.get(operation);
  }

  /** The task that changes a resource now, if any. */
  runningOn(target: string): SimTask | undefined {
    return this.#running.get(target);
  }

  begin(plan: TaskPlan): SimTask {
    const watchers = new Set<(progress: ProgressReport) => void>();
    const { promise, resolve } = Promise.withResolvers<TaskOutcome>();
    const stops: (() => void)[] = [];
    const task: SimTask = {
      id: `task-${++this.#serial}`,
      operation: plan.operation,
      action: plan.action,
      target: plan.target,
      outcome: null,
      ended: promise,
      watch: report => {
        watchers.add(report);
        return () => watchers.delete(report);
      },
      cancel: reason => end({ state: 'failed', error: reason }),
    };
    const end = (outcome: TaskOutcome) => {
      if (task.outcome) return;
      for (const stop of stops) stop();
      task.outcome = outcome;
      if (this.#running.get(plan.target) === task) this.#running.delete(plan.target);
      if (outcome.state === 'failed') plan.undo();
      watchers.clear();
      resolve(outcome);
    };
    this.#remember(task);
    stops.push(this.#reportProgress(plan, watchers));
    if (plan.durationMs !== Number.POSITIVE_INFINITY)
      stops.push(this.#clock.after(plan.durationMs, () => end(attempt(plan.finish))));
    return task;
  }

  #remember(task: SimTask): void {
    this.#tasks.set(task.id, task);
    this.#running.set(task.target, task);
    if (task.operation !== null) this.#byOperation.set(task.operation, task);
    if (this.#tasks.size <= remembered) return;
    for (const [id, old] of this.#tasks) {
      if (old.outcome === null) continue;
      this.#tasks.delete(id);
      if (old.operation !== null) this.#byOperation.delete(old.operation);
      return;
    }
  }

  /** Tells the watchers how far it is, until stopped. */
  #reportProgress(plan: TaskPlan, watchers: ReadonlySet<(progress: ProgressReport) => void>): () => void {
    const began = this.#clock.now();
    let stop = () => {};
    const tick = () => {
      const fraction = (this.#clock.now() - began) / plan.durationMs;
      const phase = phaseAt(plan, fraction);
      for (const report of watchers) report({ phase, fraction: Math.min(0.99, fraction) });
      stop = this.#clock.after(progressEveryMs, tick);
    };
    stop = this.#clock.after(Math.min(progressEveryMs, plan.durationMs / 2), tick);
    return () => stop();
  }
}

const phaseAt = ({ action, phases = [] }: TaskPlan, fraction: number): string =>
  phases[Math.min(phases.length - 1, Math.floor(fraction * phases.length))] ?? action;

function attempt(finish: () => string): TaskOutcome {
  try {
    return { state: 'succeeded', message: finish() };
  } catch (error) {
    const known = error instanceof ProviderError;
    return {
      state: 'failed',
      error: known ? error : new ProviderError('internal', 'The simulator failed', { cause: error }),
    };
  }
}
