import type { SimulatorSettings } from '@orrery/contract/backends/settings.ts';
import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { creationMs, durationMs } from './actions/durations.ts';
import { type Args, type EffectContext, type Fact, powerOff } from './actions/effects.ts';
import { type PlannedAction, planAction } from './actions/plan.ts';
import type { CreationOrder } from './creation/order.ts';
import { planCreation } from './creation/plan-creation.ts';
import type { MoveBoard } from './migration/move-board.ts';
import { moveOutside, movesOf } from './migration/moving.ts';
import type { SimMove } from './migration/sim-move.ts';
import type { DataCentreListener, SimEvent } from './data-centre-listener.ts';
import { hostOf, unreachable } from './reach.ts';
import { failsAfter, type Misbehaviour, misbehaviour, slowFactor } from './sentinels.ts';
import { type SimTask, TaskBoard } from './tasks.ts';
import { buildFrame } from './world/build-hosts.ts';
import { buildInstances, buildSentinels } from './world/build-instances.ts';
import { buildBackups, sizePools } from './world/build-storage.ts';
import type { SimHost, SimInstance, SimResource } from './world/model.ts';
import { emptyWorld, find, type World } from './world/world.ts';

export interface ActionCall {
  operation: string | null;
  kind: ProvidedKind;
  native: string;
  action: string;
  args: Args;
}

/** Instances built between two breaths of the event loop: a few milliseconds' worth. */
const buildSlice = 250;

/**
 * The fake data centre itself. It outlives any provider opened on it, as a real one outlives the BFF:
 * tasks go on, people change things, and it remembers what it was asked and by which operation.
 */
export class SimulatedDataCentre {
  readonly world: World = emptyWorld();
  readonly tasks: TaskBoard;
  readonly moves: MoveBoard;
  readonly clock: Clock;
  readonly settings: SimulatorSettings;
  /** Calls by what was asked (list, metrics, act, look, raw). */
  readonly calls = new Map<string, number>();
  /** Actions begun, by operation id: more than one is a doubled call. */
  readonly callsByOperation = new Map<string, number>();
  /** Native ids of instances whose guests react to nothing. */
  readonly deaf = new Set<string>();
  /** Hosts whose power has failed. */
  readonly died = new Set<SimHost>();
  readonly #listeners = new Set<DataCentreListener>();
  #populated: Promise<void> | null = null;
  #serial = 0;

  constructor(clock: Clock, settings: SimulatorSettings) {
    this.clock = clock;
    this.settings = settings;
    this.tasks = new TaskBoard(clock);
    this.moves = movesOf(this, move => this.#moved(move));
  }

  /** Builds the world, once, in slices. */
  populate(): Promise<void> {
    this.#populated ??= this.#build();
    return this.#populated;
  }

  async #build(): Promise<void> {
    const began = this.clock.now();
    buildFrame(this.world, this.settings, began);
    buildBackups(this.world, this.settings.seed);
    await pause(this.clock, 0);
    let built = 0;
    for (const _ of buildInstances(this.world, this.settings, began))
      if (++built % buildSlice === 0) await pause(this.clock, 0);
    buildSentinels(this.world, this.settings, began);
    sizePools(this.world);
  }

  listen(listener: DataCentreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  count(call: string): void {
    this.calls.set(call, (this.calls.get(call) ?? 0) + 1);
  }

  find(kind: ProvidedKind, native: string): SimResource | undefined {
    return find(this.world, kind, native);
  }

  /** Begins an action as a task; throws at once what can be said at once. */
  call(call: ActionCall): SimTask {
    this.count('act');
    const resource = this.#require(call.kind, call.native);
    const host = hostOf(resource);
    if (host && !host.reachable) throw unreachable();
    const planned = planAction(resource, call.action, call.args);
    if (call.operation !== null)
      this.callsByOperation.set(call.operation, (this.callsByOperation.get(call.operation) ?? 0) + 1);
    return this.#begin(call, resource, planned);
  }

  /** Begins to make something as a task whose target is the new thing's native id. */
  make({ operation, ...order }: { operation: string } & Omit<CreationOrder, 'serial'>): SimTask {
    this.count('act');
    const planned = planCreation(this.world, { ...order, serial: this.world.serial++ });
    this.callsByOperation.set(operation, (this.callsByOperation.get(operation) ?? 0) + 1);
    const how = misbehaviour(planned.name, 'create');
    const usual = creationMs(planned.phases, this.#serial++);
    return this.tasks.begin({
      operation,
      action: 'create',
      target: planned.native,
      durationMs: how === 'hang' ? Number.POSITIVE_INFINITY : usual * (how === 'slow' ? slowFactor : 1),
      phases: planned.phases,
      finish: () => {
        if (how === 'fail')
          throw new ProviderError('backend.refused', 'Making it failed, as the name asks for');
        const { made, fact } = planned.apply(this.context());
        this.touch(made);
        this.#tell(made, fact, operation);
        return fact.message;
      },
      // Nothing is in the world before the task has succeeded.
      undo: () => {},
    });
  }

  /** Does at once what somebody does behind Orrery's back. */
  outside(action: string, native: string, more: { kind?: ProvidedKind; args?: Args } = {}): void {
    const resource = this.#require(more.kind ?? 'instance', native);
    const planned = planAction(resource, action, more.args ?? {});
    this.#tell(resource, planned.apply(this.context()), null);
  }

  /** Tells the listeners that resources changed, for changes that are not actions. */
  announce(
    resource: SimResource,
    fact: Fact,
    { severity = 'info', operation = null }: Partial<Pick<SimEvent, 'severity' | 'operation'>> = {},
  ): void {
    this.#tell(resource, fact, operation, severity);
  }

  breakHost(name: string): void {
    this.#reach(name, false);
  }

  healHost(name: string): void {
    for (const host of this.died) if (host.name === name) this.died.delete(host);
    this.#reach(name, true);
  }

  /** Its power fails: nobody reaches it, and what ran on it is off. Moves from or to it find out by themselves. */
  killHost(name: string): void {
    this.#reach(name, false);
    for (const host of this.world.hosts) {
      if (host.name !== name) continue;
      this.died.add(host);
      for (const instance of host.instances)
        if (instance.powerState === 'running' || instance.powerState === 'paused') powerOff(instance);
    }
  }

  context(): EffectContext {
    return {
      world: this.world,
      now: this.clock.now(),
      touch: resource => this.touch(resource),
      gone: resources => {
        for (const listener of this.#listeners) listener.removed(resources);
      },
      move: (instance, to) => moveOutside(this, instance, { to, startedBy: 'balancer' }),
      booted: instance => this.#booted(instance),
    };
  }

  /** Tells that a resource changed; what has gone meanwhile stays gone. */
  touch(resource: SimResource): void {
    if (this.find(resource.kind, resource.native) !== resource) return;
    for (const listener of this.#listeners) listener.changed(resource);
  }

  #require(kind: ProvidedKind, native: string): SimResource {
    const resource = this.find(kind, native);
    if (!resource) throw new ProviderError('resource.not-found', `There is no ${kind} ${native} here`);
    return resource;
  }

  #begin(call: ActionCall, resource: SimResource, planned: PlannedAction): SimTask {
    const { instance } = planned;
    const serial = this.#serial++;
    const withMemory = call.args['withMemory'] === true;
    const usual = durationMs(call.action, { serial, withMemory, ...(instance ? { instance } : {}) });
    const how = instance ? this.#misbehaviour(instance, call.action) : null;
    const busy = (status: SimInstance['task']) => {
      if (!instance || planned.transition === null) return;
      instance.task = status;
      this.touch(instance);
    };
    if (call.action === 'forceStop') {
      const forced = new ProviderError('cancelled', 'Forced off meanwhile');
      this.tasks.runningOn(call.native)?.cancel(forced);
      const move = this.moves.runningOn(call.native);
      if (move) this.moves.cancel(move, forced);
    }
    busy(planned.transition);
    return this.tasks.begin({
      operation: call.operation,
      action: call.action,
      target: call.native,
      durationMs:
        how === 'hang'
          ? Number.POSITIVE_INFINITY
          : usual * (how === 'slow' ? slowFactor : how === 'fail' ? failsAfter : 1),
      finish: () => {
        if (how === 'fail')
          throw new ProviderError('backend.refused', `${call.action} failed, as the name asks for`);
        if (instance) instance.task = null;
        // Looked at anew: hands from outside may have been quicker.
        const target = this.#require(call.kind, call.native);
        const fact = planAction(target, call.action, call.args).apply(this.context());
        this.#tell(resource, fact, call.operation);
        return fact.message;
      },
      undo: () => busy(null),
    });
  }

  #moved(move: SimMove): void {
    if (move.order.operation !== null) return;
    for (const listener of this.#listeners) listener.moved?.(move);
  }

  #misbehaviour(instance: SimInstance, action: string): Misbehaviour | null {
    if (this.deaf.has(instance.native) && (action === 'stop' || action === 'reboot')) return 'hang';
    return misbehaviour(instance.name, action);
  }

  #tell(
    target: SimResource,
    fact: Fact,
    operation: string | null,
    severity: SimEvent['severity'] = 'info',
  ): void {
    const event = { ...fact, severity, target, host: hostOf(target), at: this.clock.now(), operation };
    for (const listener of this.#listeners) listener.event(event);
  }

  /** The agent answers when the guest is up; then its addresses are known. */
  #booted(instance: SimInstance): void {
    const bootMs = instance.instanceKind === 'container' ? 300 : 4_000 + (instance.index % 7) * 900;
    instance.agentFrom = this.clock.now() + bootMs;
    const boots = instance.boots;
    this.clock.after(bootMs, () => {
      if (instance.boots === boots && instance.powerState === 'running') this.touch(instance);
    });
  }

  #reach(name: string, reachable: boolean): void {
    const host = this.world.hosts.find(h => h.name === name);
    if (!host) throw new ProviderError('resource.not-found', `There is no host ${name} here`);
    if (host.reachable === reachable) return;
    host.reachable = reachable;
    for (const listener of this.#listeners) listener.reach(host);
  }
}
