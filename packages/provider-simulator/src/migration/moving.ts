import { boot, powerOff } from '../actions/effects.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { measure } from '../load/instance-load.ts';
import type { SimHost, SimInstance, SimPool, SimVolume } from '../world/model.ts';
import { place } from '../world/world.ts';
import type { Deeds } from './course.ts';
import { MoveBoard } from './move-board.ts';
import { poolFor, volumesToCopy } from './relocation.ts';
import type { SimMove } from './sim-move.ts';

/** The moves of a data centre. `told`: something is to be said of one. */
export function movesOf(dataCentre: SimulatedDataCentre, told: (move: SimMove) => void): MoveBoard {
  const { clock } = dataCentre;
  return new MoveBoard({
    clock,
    isThere: instance => dataCentre.find('instance', instance.native) === instance,
    touch: instance => dataCentre.touch(instance),
    deeds: move => deedsOf(dataCentre, move),
    told: move => {
      if (move.outcome) announce(dataCentre, move);
      told(move);
    },
  });
}

function deedsOf(dataCentre: SimulatedDataCentre, move: SimMove): Deeds {
  const { instance, to } = move.order;
  return {
    arrive: () => {
      const from = instance.host;
      takeVolumes(dataCentre, move);
      place(instance, to);
      measure(instance, dataCentre.clock.now());
      dataCentre.touch(instance);
      dataCentre.touch(from);
    },
    stop: () => {
      powerOff(instance);
      dataCentre.touch(instance);
    },
    start: () => {
      boot(instance, dataCentre.context());
      dataCentre.touch(instance);
    },
  };
}

function takeVolumes(dataCentre: SimulatedDataCentre, { order }: SimMove): void {
  const { instance, to, args } = order;
  const pool = poolFor(to, args.storagePool);
  const moved = args.method === 'block' ? instance.volumes : volumesToCopy(instance, to);
  if (pool === null) return;
  for (const volume of moved) {
    if (volume.pool === pool) continue;
    const before = volume.pool;
    reassign(volume, pool);
    for (const changed of [volume, before, pool]) dataCentre.touch(changed);
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

function announce(dataCentre: SimulatedDataCentre, { order, outcome, copy }: SimMove): void {
  const { instance, operation } = order;
  const { name } = instance;
  if (outcome?.state === 'succeeded') {
    const passes = outcome.passes === null ? '' : `, ${outcome.passes} passes`;
    const how = copy ? 'moved while running; paused' : 'moved; stopped';
    const message = `${name} ${how} for ${outcome.pauseMs} ms${passes}, ${Math.round(outcome.bytes / 1_048_576)} MiB`;
    dataCentre.announce(instance, { type: 'instance.moved', message }, { operation });
  } else if (outcome && dataCentre.find('instance', instance.native) === instance) {
    const message = `${name} could not be moved: ${outcome.error.message}`;
    const fact = { type: 'instance.move-failed', message } as const;
    dataCentre.announce(instance, fact, { severity: 'warning', operation });
  }
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
  dataCentre: SimulatedDataCentre,
  instance: SimInstance,
  { to, startedBy }: { to: SimHost; startedBy: 'outside' | 'balancer' },
): boolean {
  if (moveRefusal(instance, to) !== null) return false;
  const order = { instance, to, args: byItself, operation: null, startedBy };
  dataCentre.moves.start(dataCentre.moves.prepare(order));
  return true;
}
