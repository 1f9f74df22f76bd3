import type { EventType } from '@orrery/provider-kit/event-types.ts';
import { measure, settle } from '../load/instance-load.ts';
import type { SimHost, SimInstance, SimNetwork, SimPool, SimResource, SimSnapshot } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** What an effect may do to the data centre besides changing the resource itself. */
export interface EffectContext {
  world: World;
  now: number;
  /** Tells that a resource changed or is new. */
  touch: (resource: SimResource) => void;
  /** Tells that resources are gone. */
  gone: (resources: readonly SimResource[]) => void;
  /** Begins a move as the cluster's own balancing would; false: it cannot move there now. */
  move: (instance: SimInstance, to: SimHost) => boolean;
  /** A guest has booted: its agent answers some time from now. */
  booted: (instance: SimInstance) => void;
}

/** What happened, in the words of the event that tells of it. */
export interface Fact {
  type: EventType;
  message: string;
}

export type Args = Record<string, unknown>;
export type Effect<R> = (resource: R, args: Args, context: EffectContext) => Fact;

export const textArg = (args: Args, key: string): string | null => {
  const value = args[key];
  return typeof value === 'string' ? value : null;
};

export const fact = (type: EventType, message: string): Fact => ({ type, message });

/** Ends a guest: nothing of its memory is left. */
export function powerOff(instance: SimInstance): void {
  instance.powerState = 'stopped';
  instance.startedAt = null;
  settle(instance);
}

/** Starts a guest anew; `boots` counts it. */
export function boot(instance: SimInstance, context: EffectContext): void {
  wake(instance, context);
  instance.boots++;
  context.booted(instance);
}

/** Runs from where it was: no boot, and whatever was saved is used up. */
export function wake(instance: SimInstance, context: EffectContext): void {
  instance.powerState = 'running';
  instance.startedAt = context.now;
  instance.hasSavedState = false;
  measure(instance, context.now);
}

const setPool =
  (status: SimPool['status'], type: EventType): Effect<SimPool> =>
  (pool, _, context) => {
    pool.status = status;
    context.touch(pool);
    return fact(type, `Storage pool ${pool.name} is ${status}`);
  };

export const poolEffects: Record<'refresh' | 'start' | 'stop', Effect<SimPool>> = {
  refresh: (pool, _, context) => {
    for (const volume of pool.volumes) context.touch(volume);
    context.touch(pool);
    return fact('storage-pool.refreshed', `Storage pool ${pool.name} was read anew`);
  },
  start: setPool('active', 'storage-pool.started'),
  stop: setPool('inactive', 'storage-pool.stopped'),
};

const setNetwork =
  (status: SimNetwork['status'], type: EventType): Effect<SimNetwork> =>
  (network, _, context) => {
    network.status = status;
    context.touch(network);
    return fact(type, `Network ${network.name} is ${status}`);
  };

export const networkEffects: Record<'start' | 'stop', Effect<SimNetwork>> = {
  start: setNetwork('active', 'network.started'),
  stop: setNetwork('inactive', 'network.stopped'),
};

export const snapshotEffects: Record<'revert' | 'delete', Effect<SimSnapshot>> = {
  revert: (snapshot, _, context) => {
    const { instance, saved } = snapshot;
    instance.vcpus = saved.vcpus;
    instance.memoryMiB = saved.memoryMiB;
    const alive = snapshot.withMemory && saved.powerState !== 'stopped';
    if (alive) {
      instance.powerState = saved.powerState;
      instance.startedAt ??= context.now;
      measure(instance, context.now);
    } else powerOff(instance);
    markCurrent(context, snapshot);
    context.touch(instance);
    return fact('snapshot.reverted', `${instance.name} went back to snapshot ${snapshot.name}`);
  },
  delete: (snapshot, _, context) => {
    context.world.snapshots.delete(snapshot.native);
    for (const other of context.world.snapshots.values()) {
      if (other.parent !== snapshot.native) continue;
      other.parent = snapshot.parent;
      context.touch(other);
    }
    context.gone([snapshot]);
    return fact('snapshot.deleted', `Snapshot ${snapshot.name} of ${snapshot.instance.name} was deleted`);
  },
};

/** One snapshot of an instance is the one that its disks stand on now. */
export function markCurrent(context: EffectContext, current: SimSnapshot): void {
  for (const other of context.world.snapshots.values()) {
    if (other.instance !== current.instance || other.current === (other === current)) continue;
    other.current = other === current;
    context.touch(other);
  }
}
