import type { CreatePlan, Plan, PlanAction } from '@orrery/contract/migrations/plans.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Viewer } from '../../authz/viewer.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { InventoryLog, InventoryService } from '../../inventory/inventory-service.ts';
import { row, rows } from '../../inventory/resource-row.ts';
import { iso } from '../../inventory/runtime.ts';
import type { OperationRecord } from '../../operations/operation-record.ts';
import type { MoveDesk } from '../move-desk.ts';
import type { MoveOptions } from '../move-options.ts';
import { draftPlan } from './draft-plan.ts';
import { judgeLeavers } from './leavers.ts';
import { isOver, type PlanRecord, type PlanStore, stepIsOver } from './plan-record.ts';
import { PlanRunner, type RunnerOptions } from './plan-runner.ts';

export interface PlansOptions {
  inventory: InventoryService;
  store: PlanStore;
  moves: MoveOptions;
  desk: MoveDesk;
  find: RunnerOptions['find'];
  log: InventoryLog;
}

const hourMs = 3_600_000;
const previewLastsMs = 24 * hourMs;
const housekeepEveryMs = hourMs;

/** Plans that empty hosts (MG-10, MG-11). */
export class PlansService {
  readonly #options: PlansOptions;
  readonly #running = new Map<string, PlanRunner>();
  #operations: RunnerOptions['operations'] | undefined;
  #cancelHousekeeping: (() => void) | undefined;

  constructor(options: PlansOptions) {
    this.#options = options;
  }

  /** Goes on with what an earlier process was running. */
  async start(operations: RunnerOptions['operations']): Promise<void> {
    this.#operations = operations;
    for (const record of await this.#options.store.open())
      if (record.plan.state === 'running') this.#carry(record);
    this.#housekeep();
  }

  stop(): void {
    this.#cancelHousekeeping?.();
    for (const runner of this.#running.values()) runner.stop();
  }

  /** Told of every operation that ended. */
  ended(record: OperationRecord): void {
    for (const runner of this.#running.values()) runner.ended(record);
  }

  /** Whether a move is a step of a plan. */
  isMoving(instance: string): boolean {
    return [...this.#running.values()].some(runner => runner.instances.has(instance));
  }

  async create(viewer: Viewer, request: CreatePlan): Promise<Plan> {
    const { inventory, moves, store } = this.#options;
    const host = row(inventory.store, 'host', request.host);
    if (!host || !viewer.scope.sees(host))
      throw new RequestError('resource.not-found', 'There is no such host');
    const instances = [...rows(inventory.store, 'instance')].filter(
      ({ host: on, powerState }) => on === host.id && (request.withStopped || isOn(powerState)),
    );
    const leavers = await judgeLeavers(moves, instances, request);
    const { userId, username } = viewer.principal;
    const plan = draftPlan({
      host,
      request,
      leavers,
      hosts: await this.#targets(host),
      createdBy: username,
      now: iso(inventory.runtime.now()),
    });
    const maintenance = request.enterMaintenance ? 'wanted' : 'not-wanted';
    await store.save({ plan, owner: { userId, username }, maintenance });
    return plan;
  }

  async get(id: string): Promise<Plan> {
    return this.#present((this.#running.get(id)?.record ?? (await this.#read(id))).plan);
  }

  async list(wanted: { host?: string | undefined; limit: number }): Promise<Plan[]> {
    const kept = await this.#options.store.newest(wanted);
    return kept.map(({ plan }) => this.#present(this.#running.get(plan.id)?.record.plan ?? plan));
  }

  async act(viewer: Viewer, id: string, action: PlanAction): Promise<Plan> {
    const runner = this.#running.get(id);
    if (action === 'run' || action === 'resume') {
      if (runner) throw refused(`It is ${runner.record.plan.state} already`);
      await this.#begin(viewer, await this.#read(id), action);
    } else if (runner) {
      if (action === 'pause') runner.pause();
      else await runner.cancel();
    } else await this.#endIdle(await this.#read(id), action);
    return this.get(id);
  }

  /** A plan that nobody ran is soon wrong: the host has changed since. */
  #housekeep(): void {
    const { inventory, store, log } = this.#options;
    const before = iso(inventory.runtime.now() - previewLastsMs);
    store
      .dropPreviews(before)
      .catch((error: unknown) => log('warn', 'old plans could not be dropped', { error }));
    this.#cancelHousekeeping = inventory.runtime.after(housekeepEveryMs, () => this.#housekeep());
  }

  async #begin({ principal }: Viewer, record: PlanRecord, action: 'run' | 'resume'): Promise<void> {
    const { state, host, steps } = record.plan;
    const expected = action === 'run' ? 'preview' : 'paused';
    if (state !== expected) throw refused(`It is ${state}; ${action} needs a plan that is ${expected}`);
    const others = await this.#options.store.open();
    if (others.some(({ plan }) => plan.host === host && plan.id !== record.plan.id))
      throw refused('Another plan for this host is open; cancel it first');
    const again = steps.map(step =>
      step.state === 'failed'
        ? { ...step, state: 'waiting' as const, operation: null, migration: null }
        : step,
    );
    const owner = { userId: principal.userId, username: principal.username };
    const begun: PlanRecord = { ...record, owner, plan: { ...record.plan, state: 'running', steps: again } };
    await this.#options.store.save(begun);
    this.#carry(begun);
  }

  async #endIdle(record: PlanRecord, action: 'pause' | 'cancel'): Promise<void> {
    if (action === 'pause' || isOver(record.plan)) throw refused(`It is ${record.plan.state}`);
    const endedAt = iso(this.#options.inventory.runtime.now());
    const steps = record.plan.steps.map(step =>
      stepIsOver(step) ? step : { ...step, state: 'cancelled' as const },
    );
    await this.#options.store.save({
      ...record,
      plan: { ...record.plan, state: 'cancelled', steps, endedAt },
    });
  }

  #carry(record: PlanRecord): void {
    const operations = this.#operations;
    if (!operations) throw new Error('Plans run only once operations do');
    const { id } = record.plan;
    const runner = new PlanRunner(record, { ...this.#options, operations });
    this.#running.set(id, runner);
    runner
      .run()
      .catch((error: unknown) => this.#options.log('error', 'a plan broke off; resume it', { error, id }))
      .finally(() => this.#running.delete(id));
  }

  async #targets({ backend, cluster }: Host) {
    const views = await this.#options.moves.targets(backend);
    const { store } = this.#options.inventory;
    return views.filter(({ id }) => cluster === null || row(store, 'host', id)?.cluster === cluster);
  }

  async #read(id: string): Promise<PlanRecord> {
    const found = isUuid(id) ? await this.#options.store.get(id) : undefined;
    if (!found) throw new RequestError('resource.not-found', 'There is no such plan');
    return found;
  }

  /** What is left, from what the moves under way say themselves. */
  #present(plan: Plan): Plan {
    if (plan.state !== 'running') return plan;
    const waves = Map.groupBy(
      plan.steps.filter(step => !stepIsOver(step)),
      ({ wave }) => wave,
    );
    let leftMs: number | null = 0;
    for (const steps of waves.values()) {
      const left = steps.map(({ state, migration, totalMs }) => {
        const move = migration === null ? undefined : this.#options.desk.find(migration)?.row;
        if (state !== 'running' || move === undefined) return totalMs?.central;
        const since = Date.parse(move.startedAt ?? move.asOf);
        const spent = this.#options.inventory.runtime.now() - since;
        return move.forecast?.etaMs?.central ?? (totalMs && Math.max(0, totalMs.central - spent));
      });
      if (leftMs === null || left.some(ms => ms === undefined || ms === null)) leftMs = null;
      else leftMs += Math.max(0, ...left.flatMap(ms => ms ?? []));
    }
    return { ...plan, leftMs };
  }
}

const isOn = (power: string): boolean => power === 'running' || power === 'paused';

const refused = (message: string) =>
  new RequestError('action.refused', message, { reasons: [{ code: 'state.plan', message }] });

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
