import type { SimulatedDataCentre } from '../data-centre.ts';
import { measure } from '../load/instance-load.ts';
import { hash01 } from '../random/hash.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import { place } from '../world/world.ts';
import { type PrecopyCase, runPrecopy } from './precopy.ts';

/** MiB per second of the imagined migration network, 10 Gbit/s shared with others. */
const linkMiBPerSecond = 850;
const downtimeLimitMs = 300;
const maxRounds = 40;
/** Longest time that a move is let run: a round later it is abandoned anyway. */
const longestMs = 180_000;

/** What moving an instance now would be like: busy ones write more, within a working set of their own. */
export function precopyCaseOf(instance: SimInstance): PrecopyCase {
  const busy = instance.cpuPercent / 100;
  return {
    memoryMiB: Math.max(256, instance.memoryUsedMiB),
    bandwidth: linkMiBPerSecond,
    dirtyRate: 20 + 260 * busy * instance.vcpus * hash01(instance.index, 61),
    workingSetMiB: instance.memoryUsedMiB * (0.02 + 0.3 * hash01(instance.index, 62)),
    downtimeLimitMs,
    maxRounds,
  };
}

/** Why an instance cannot move to a host, or null when it can. */
export function moveRefusal(instance: SimInstance, to: SimHost): string | null {
  if (instance.instanceKind === 'container') return 'Containers do not move while they run';
  if (instance.powerState !== 'running' || instance.task !== null) return 'It is not simply running';
  if (to === instance.host) return 'It is there already';
  if (to.cluster !== instance.host.cluster) return 'The host belongs to another cluster';
  if (to.maintenance || !to.reachable || !instance.host.reachable) return 'A host is not available';
  if (instance.volumes.some(v => !v.pool.hosts.includes(to))) return 'The host does not see its storage';
  return null;
}

/** The move that an instance is in now, to tell it from one that was called off before. */
const underWay = new WeakMap<SimInstance, object>();

/** Moves a running instance between hosts, as somebody outside would have it moved. Its status tells while it lasts. */
export function beginMove(dataCentre: SimulatedDataCentre, instance: SimInstance, to: SimHost): boolean {
  if (moveRefusal(instance, to) !== null) return false;
  const run = runPrecopy(precopyCaseOf(instance));
  const from = instance.host;
  const move = {};
  underWay.set(instance, move);
  instance.task = 'migrating';
  dataCentre.touch(instance);
  dataCentre.clock.after(Math.min(longestMs, run.copyMs + (run.downtimeMs ?? 0)), () => {
    // Forced off, deleted or otherwise taken in hand meanwhile: then the move is off.
    if (instance.task !== 'migrating' || underWay.get(instance) !== move) return;
    instance.task = null;
    if (run.outcome === 'gave-up' || instance.powerState !== 'running') return failed(dataCentre, instance);
    place(instance, to);
    measure(instance, dataCentre.clock.now());
    dataCentre.touch(instance);
    dataCentre.touch(from);
    const pause = Math.round(run.downtimeMs ?? 0);
    dataCentre.announce(instance, {
      type: 'instance.moved',
      message: `${instance.name} moved while running; paused for ${pause} ms, ${run.rounds.length} passes, ${Math.round(run.sentMiB)} MiB`,
    });
  });
  return true;
}

function failed(dataCentre: SimulatedDataCentre, instance: SimInstance): void {
  dataCentre.touch(instance);
  const message = `${instance.name} could not be moved: it writes memory faster than it can be sent`;
  dataCentre.announce(instance, { type: 'instance.move-failed', message }, 'warning');
}
