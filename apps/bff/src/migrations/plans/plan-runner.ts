import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { PlanStep } from '@orrery/contract/migrations/plans.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { onBehalfOf, type Viewer } from '../../authz/viewer.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { InventoryLog, InventoryService } from '../../inventory/inventory-service.ts';
import { row } from '../../inventory/resource-row.ts';
import { iso } from '../../inventory/runtime.ts';
import type { ActionCall } from '../../operations/api.ts';
import { isFinished, type OperationRecord } from '../../operations/operation-record.ts';
import { isOver, type PlanRecord, type PlanStore, stepIsOver, withPlan, withStep } from './plan-record.ts';

export interface RunnerOptions {
  inventory: InventoryService;
  store: PlanStore;
  log: InventoryLog;
  operations: {
    submit: (viewer: Viewer, call: ActionCall) => Promise<Operation>;
    callOff: (id: string) => Promise<boolean>;
  };
  /** Operations as they are on disk. */
  find: (id: string) => Promise<OperationRecord | undefined>;
}

/** What is not there by then is taken to be gone. */
const seenWithinMs = 60_000;

type End = Pick<OperationRecord, 'state' | 'error' | 'args'>;

/**
 * Carries one plan through, wave by wave. Everything is on disk before it is asked for, and asked for with a key of its
 * own, so that after a crash the same call is made again and answered with the same operation (MG-11).
 */
export class PlanRunner {
  record: PlanRecord;
  readonly #options: RunnerOptions;
  readonly #viewer: Viewer;
  readonly #waiting = new Map<string, (end: End) => void>();
  #wish: 'pause' | 'cancel' | null = null;
  #stopped = false;

  constructor(record: PlanRecord, options: RunnerOptions) {
    this.record = record;
    this.#options = options;
    this.#viewer = onBehalfOf(record.owner, `plan ${record.plan.id}`);
  }

  get instances(): Set<string> {
    return new Set(this.record.plan.steps.filter(step => !stepIsOver(step)).map(({ instance }) => instance));
  }

  stop(): void {
    this.#stopped = true;
  }

  /** What is under way goes on to its end; nothing new begins. */
  pause(): void {
    this.#wish ??= 'pause';
  }

  async cancel(): Promise<void> {
    this.#wish = 'cancel';
    for (const { operation, state } of this.record.plan.steps)
      if (operation !== null && state === 'running') await this.#options.operations.callOff(operation);
  }

  /** An operation has ended, and that is on disk. */
  ended(record: OperationRecord): void {
    this.#waiting.get(record.id)?.(record);
    this.#waiting.delete(record.id);
  }

  /** Until it is over, or paused. Begun again at any point it goes on from there. */
  async run(): Promise<void> {
    await this.#save(
      withPlan(this.record, { state: 'running', problem: null, startedAt: this.#startedAt() }),
    );
    // After a restart the back end has to be heard first.
    await this.#seen('host', this.record.plan.host);
    if (this.#stopped || !(await this.#outOfService())) return;
    for (let wave = 1; wave <= this.record.plan.waves && !this.#stopped; wave++) {
      if (this.#wish !== null) break;
      const steps = this.record.plan.steps.filter(step => step.wave === wave && !stepIsOver(step));
      await Promise.all(steps.map(step => this.#step(step)));
      if (this.#stopped) return;
      if (this.record.plan.steps.some(({ state }) => state === 'failed')) break;
    }
    if (!this.#stopped) await this.#close();
  }

  async #close(): Promise<void> {
    const { steps } = this.record.plan;
    const failed = steps.filter(({ state }) => state === 'failed');
    const endedAt = iso(this.#options.inventory.runtime.now());
    if (this.#wish === 'cancel') {
      const cancelled = steps.map(step =>
        step.state === 'waiting' ? { ...step, state: 'cancelled' as const } : step,
      );
      return this.#save(withPlan(this.record, { state: 'cancelled', steps: cancelled, endedAt }));
    }
    if (steps.every(stepIsOver) && failed.length === 0)
      return this.#save(withPlan(this.record, { state: 'succeeded', progress: 1, endedAt }));
    const problem =
      failed.length > 0
        ? `${failed.length} of ${steps.length} could not be moved; resume to try again`
        : null;
    return this.#save(withPlan(this.record, { state: 'paused', problem }));
  }

  async #seen(kind: 'host' | 'instance', id: string): Promise<void> {
    const { runtime, store } = this.#options.inventory;
    const until = runtime.now() + seenWithinMs;
    while (!this.#stopped && runtime.now() < until) {
      const held = row(store, kind, id);
      if (held !== undefined && !held.stale) return;
      await pause(runtime, 500);
    }
  }

  #startedAt(): string {
    return this.record.plan.startedAt ?? iso(this.#options.inventory.runtime.now());
  }

  /** First nothing new may come. False: it cannot be, and the plan has ended. */
  async #outOfService(): Promise<boolean> {
    if (this.record.maintenance !== 'wanted') return true;
    const { host, id } = this.record.plan;
    const held = row(this.#options.inventory.store, 'host', host);
    const done = held?.status === 'maintenance' || held?.status === 'entering-maintenance';
    const end = done
      ? null
      : await this.#ask({
          kind: 'host',
          id: host,
          action: 'enterMaintenance',
          args: { reason: 'It is being emptied' },
          idempotencyKey: `plan ${id} maintenance`,
        });
    if (this.#stopped) return false;
    if (end === null || end.state === 'succeeded') {
      await this.#save({ ...this.record, maintenance: 'done' });
      return true;
    }
    const problem = `The host could not be taken out of service: ${end.error?.message ?? end.state}`;
    await this.#save(
      withPlan(this.record, {
        state: 'failed',
        problem,
        endedAt: iso(this.#options.inventory.runtime.now()),
      }),
    );
    return false;
  }

  async #step({ instance, state }: PlanStep): Promise<void> {
    await this.#seen('instance', instance);
    const held = row(this.#options.inventory.store, 'instance', instance);
    if (state === 'waiting' && held?.host !== this.record.plan.host)
      return this.#saveStep(instance, { state: 'skipped' });
    for (let again = true; again && !this.#stopped; ) {
      const end = await this.#attempt(instance);
      if (this.#stopped) return;
      // Cut off before it reached the back end: nothing has happened, and it can be asked for anew.
      again = end.error?.code === 'operation.not-started' && this.#wish === null;
      const waits = { state: 'waiting', operation: null, migration: null } as const;
      const outcome = { ...outcomeOf(end, this.#wish === 'cancel'), took: this.#took(instance) };
      await this.#saveStep(instance, again ? waits : outcome);
    }
  }

  #took(instance: string): PlanStep['took'] {
    const step = this.record.plan.steps.find(found => found.instance === instance);
    if (!step?.migration) return null;
    const result = row(this.#options.inventory.store, 'migration', step.migration)?.result;
    return result ? { totalMs: result.totalMs, pauseMs: result.pauseMs } : null;
  }

  /** One that was under way before a crash is asked for with the same words and key again. */
  async #attempt(instance: string): Promise<End> {
    const step = this.record.plan.steps.find(found => found.instance === instance);
    if (!step) throw new Error(`The plan has no step for ${instance}`);
    const attempt = step.state === 'running' ? step.attempt : step.attempt + 1;
    if (step.state !== 'running') await this.#saveStep(instance, { state: 'running', attempt });
    const { bandwidth, autoConverge, postCopy } = this.record.plan.request;
    const live = step.method === 'live' || step.method === 'block';
    const settings = live ? { bandwidth, autoConverge, postCopy } : {};
    // Where it failed before, it need not go again: then another place may do.
    const toHost = step.error === null ? step.toHost : null;
    return this.#ask(
      {
        kind: 'instance',
        id: instance,
        action: 'migrate',
        args: { ...settings, method: step.method, toHost },
        idempotencyKey: `plan ${this.record.plan.id} ${instance} ${attempt}`,
      },
      operation => this.#saveStep(instance, this.#under(operation)),
    );
  }

  #under({ id, backend, args }: Operation): Partial<PlanStep> {
    const { toHost } = migrateArgs.partial().parse(args);
    const name = toHost ? row(this.#options.inventory.store, 'host', toHost)?.name : undefined;
    const to = toHost ? { toHost, toHostName: name ?? toHost } : {};
    return { operation: id, migration: `${backend ?? ''}:${id}`, ...to };
  }

  /** Asks for an action and waits for its end. The same key again is answered with the same operation. */
  async #ask(call: ActionCall, begun?: (operation: Operation) => Promise<void>): Promise<End> {
    let operation: Operation;
    try {
      operation = await this.#options.operations.submit(this.#viewer, call);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { code, message } = error;
      return { state: 'failed', args: {}, error: { code, message, cause: null, advice: null } };
    }
    const { promise, resolve } = Promise.withResolvers<End>();
    this.#waiting.set(operation.id, resolve);
    await begun?.(operation);
    // It may have ended before anybody waited.
    const kept = await this.#options.find(operation.id);
    if (kept && isFinished(kept)) this.ended(kept);
    return promise;
  }

  #saveStep(instance: string, change: Partial<PlanStep>): Promise<void> {
    return this.#save(withStep(this.record, instance, change));
  }

  async #save(record: PlanRecord): Promise<void> {
    const { steps } = record.plan;
    const done = steps.filter(stepIsOver).length;
    const progress = steps.length === 0 ? 1 : done / steps.length;
    this.record = withPlan(record, { progress: isOver(record.plan) ? record.plan.progress : progress });
    if (!this.#stopped) await this.#options.store.save(this.record);
  }
}

function outcomeOf({ state, error }: End, cancelling: boolean): Partial<PlanStep> {
  if (state === 'succeeded') return { state, error: null };
  if (state === 'cancelled' && cancelling) return { state, error: null };
  if (state === 'cancelled')
    return { state: 'failed', error: { code: 'cancelled', message: 'It was called off' } };
  return { state: 'failed', error: error && { code: error.code, message: error.message } };
}
