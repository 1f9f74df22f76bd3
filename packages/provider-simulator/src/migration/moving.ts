import { sizeText } from '@orrery/contract/size-text.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import { boot, type EffectContext, type Fact, powerOff } from '../actions/effects.ts';
import type { SimEvent } from '../data-centre-listener.ts';
import { measure } from '../load/instance-load.ts';
import type { SimHost, SimInstance, SimPool, SimResource, SimVolume } from '../world/model.ts';
import { place } from '../world/world.ts';
import type { Deeds } from './course.ts';
import { MoveBoard } from './move-board.ts';
import { poolFor, volumesToCopy } from './relocation.ts';
import type { SimMove } from './sim-move.ts';

/** What moves need of the data centre around them. */
interface Surroundings {
  readonly clock: Clock;
  /** Hosts whose power has failed. */
  readonly died: ReadonlySet<SimHost>;
  find: (kind: ProvidedKind, native: string) => SimResource | undefined;
  touch: (resource: SimResource) => void;
  context: () => EffectContext;
  announce: (
    resource: SimResource,
    fact: Fact,
    how: Partial<Pick<SimEvent, 'severity' | 'operation'>>,
  ) => void;
}

/** The moves of a data centre. `told`: something is to be said of one. */
export function movesOf(around: Surroundings, told: (move: SimMove) => void): MoveBoard {
  const { clock } = around;
  return new MoveBoard({
    clock,
    died: host => around.died.has(host),
    isThere: instance => around.find('instance', instance.native) === instance,
    touch: instance => around.touch(instance),
    deeds: move => deedsOf(around, move),
    told: move => {
      if (move.outcome) announce(around, move);
      told(move);
    },
  });
}

function deedsOf(around: Surroundings, move: SimMove): Deeds {
  const { instance, to } = move.order;
  return {
    arrive: () => {
      const from = instance.host;
      takeVolumes(around, move);
      place(instance, to);
      measure(instance, around.clock.now());
      around.touch(instance);
      around.touch(from);
    },
    stop: () => {
      powerOff(instance);
      around.touch(instance);
    },
    start: () => {
      boot(instance, around.context());
      around.touch(instance);
    },
  };
}

function takeVolumes(around: Surroundings, { order }: SimMove): void {
  const { instance, to, args } = order;
  const pool = poolFor(to, args.storagePool);
  const moved = args.method === 'block' ? instance.volumes : volumesToCopy(instance, to);
  if (pool === null) return;
  for (const volume of moved) {
    if (volume.pool === pool) continue;
    const before = volume.pool;
    reassign(volume, pool);
    for (const changed of [volume, before, pool]) around.touch(changed);
  }
}

function reassign(volume: SimVolume, pool: SimPool): void {
  volume.pool.volumes.delete(volume);
  volume.pool.usedBytes -= volume.usedBytes;
  volume.pool.promisedBytes -= volume.capacityBytes;
  volume.pool = pool;
  pool.volumes.add(volume);
  pool.usedBytes += volume.usedBytes;
  pool.promisedBytes += volume.capacityBytes;
}

function announce(around: Surroundings, { order, outcome, copy }: SimMove): void {
  const { instance, operation } = order;
  const { name } = instance;
  if (outcome?.state === 'succeeded') {
    const { pauseMs } = outcome;
    const sent = sentText(outcome);
    const message = copy
      ? `${name} moved while running; paused for ${pauseMs} ms, sent ${sent}`
      : `${name} moved; stopped for ${pauseMs} ms, sent ${sent}`;
    around.announce(instance, { type: 'instance.moved', message }, { operation });
  } else if (outcome && around.find('instance', instance.native) === instance) {
    const message = `${name} could not be moved: ${outcome.error.message}`;
    const fact = { type: 'instance.move-failed', message } as const;
    around.announce(instance, fact, { severity: 'warning', operation });
  }
}

function sentText({ bytes, passes }: { bytes: number; passes: number | null }): string {
  const size = sizeText(bytes / 1_048_576);
  if (passes === null) return size;
  return passes === 1 ? `${size} in 1 pass` : `${size} in ${passes} passes`;
}

/** Why an instance does not move by itself to a host, or null when it may. */
export function moveRefusal(instance: SimInstance, to: SimHost): string | null {
  if (instance.instanceKind === 'container') return 'Containers do not move while they run';
  if (instance.powerState !== 'running' || instance.task !== null) return 'It is not simply running';
  if (to === instance.host) return 'It is there already';
  if (to.cluster !== instance.host.cluster) return 'The host belongs to another cluster';
  if (to.maintenance || !to.reachable || !instance.host.reachable) return 'A host is not available';
  if (instance.volumes.some(v => !v.pool.hosts.includes(to))) return 'The host does not see its storage';
  return null;
}

const byItself = {
  method: 'live',
  bandwidth: null,
  downtimeMs: null,
  autoConverge: false,
  postCopy: false,
  storagePool: null,
  persist: true,
} as const;

/** Moves a running instance as the cluster's own balancing, or somebody at its tools, would. */
export function moveOutside(
  { moves }: { readonly moves: MoveBoard },
  instance: SimInstance,
  { to, startedBy }: { to: SimHost; startedBy: 'outside' | 'balancer' },
): boolean {
  if (moveRefusal(instance, to) !== null) return false;
  const order = { instance, to, args: byItself, operation: null, startedBy };
  moves.start(moves.prepare(order));
  return true;
}
