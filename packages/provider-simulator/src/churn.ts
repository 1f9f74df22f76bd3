import { beginMove, moveRefusal } from './migration/move.ts';
import type { SimulatedDataCentre } from './data-centre.ts';
import { flakyAwayMs, flakyPeriodMs } from './sentinels.ts';
import { between, seededRandom } from './random/prng.ts';
import type { SimHost, SimInstance } from './world/model.ts';

/** One change of state in so many changes of figures. */
const figuresPerChange = 160;
/** More than this many changes of state a second, no fleet of this size sees. */
const mostPerInstanceAndSecond = 1 / 400;
/** How often it looks for a fitting instance before it lets a turn pass. */
const attempts = 24;

interface Habit {
  /** Relative frequency. */
  weight: number;
  act: (dataCentre: SimulatedDataCentre, instance: SimInstance, toHost: SimHost | undefined) => boolean;
}

const settled = (i: SimInstance, powerState: SimInstance['powerState']) =>
  i.powerState === powerState && i.task === null;

/** What owners and their scripts do in a day. Long-lived services are left alone, apart from reboots and moves. */
const habits: readonly [Habit, ...Habit[]] = [
  {
    weight: 5,
    act: (dc, i) =>
      i.role.restless && settled(i, 'stopped') && !i.host.maintenance && outside(dc, 'start', i),
  },
  { weight: 3, act: (dc, i) => i.role.restless && settled(i, 'running') && outside(dc, 'stop', i) },
  { weight: 1, act: (dc, i) => settled(i, 'running') && i.instanceKind === 'vm' && outside(dc, 'reboot', i) },
  { weight: 4, act: (dc, i, to) => to !== undefined && moveRefusal(i, to) === null && beginMove(dc, i, to) },
  { weight: 2, act: (dc, i) => i.role.restless && settled(i, 'running') && outside(dc, 'pause', i) },
  { weight: 4, act: (dc, i) => settled(i, 'paused') && outside(dc, 'resume', i) },
];

function outside(dataCentre: SimulatedDataCentre, action: string, instance: SimInstance): boolean {
  if (instance.volumes.some(v => v.pool.status === 'inactive')) return false;
  dataCentre.outside(action, instance.native);
  return true;
}

/** State changes a second that go with the figures asked for. */
export const stateChangesPerSecond = (changesPerSecond: number, instances: number): number =>
  Math.min(changesPerSecond / figuresPerChange, instances * mostPerInstanceAndSecond);

/** Lets people and scripts change things now and then, by the seed. Returns how to make them stop. */
export function churn(dataCentre: SimulatedDataCentre): () => void {
  const { clock, settings, world } = dataCentre;
  const random = seededRandom(settings.seed, 3);
  const rate = stateChangesPerSecond(settings.changesPerSecond, settings.instances);
  let natives: string[] = [];
  let cancel = () => {};
  if (rate <= 0) return cancel;

  const someInstance = (): SimInstance | undefined => {
    // The list is refreshed when it names one that has gone; new ones wait for that.
    if (natives.length === 0) natives = [...world.instances.keys()];
    const instance = world.instances.get(natives[between(random, 0, natives.length - 1)] ?? '');
    if (!instance) natives = [];
    return instance;
  };
  const someHost = (near: SimInstance): SimHost | undefined => {
    const { hosts } = near.host.cluster;
    return hosts[between(random, 0, hosts.length - 1)];
  };
  const tryHabit = (habit: Habit): void => {
    for (let i = 0; i < attempts; i++) {
      const instance = someInstance();
      if (instance && isOrdinary(dataCentre, instance) && habit.act(dataCentre, instance, someHost(instance)))
        return;
    }
  };
  const next = () => {
    // Exponential gaps: independent people do not keep time.
    cancel = clock.after((-1000 * Math.log(1 - random())) / rate, () => {
      tryHabit(drawHabit(random()));
      next();
    });
  };
  next();
  return () => cancel();
}

/** Sentinels are for those who test with them. */
const isOrdinary = (dataCentre: SimulatedDataCentre, instance: SimInstance): boolean =>
  instance.host.reachable && !dataCentre.settings.sentinels.includes(instance.name);

function drawHabit(at: number): Habit {
  let left = at * habits.reduce((sum, h) => sum + h.weight, 0);
  for (const habit of habits) {
    left -= habit.weight;
    if (left < 0) return habit;
  }
  return habits[0];
}

/** Cuts flaky hosts off for the last part of each period, each at its own time. Returns how to stop it. */
export function flap(dataCentre: SimulatedDataCentre): () => void {
  const cancels = new Map<SimHost, () => void>();
  const away = (host: SimHost) => {
    dataCentre.breakHost(host.name);
    wait(host, flakyAwayMs, back);
  };
  const back = (host: SimHost) => {
    dataCentre.healHost(host.name);
    wait(host, flakyPeriodMs - flakyAwayMs, away);
  };
  const wait = (host: SimHost, ms: number, then: (host: SimHost) => void) =>
    cancels.set(
      host,
      dataCentre.clock.after(ms, () => then(host)),
    );
  for (const host of dataCentre.world.hosts)
    if (host.flaky) wait(host, flakyPeriodMs - flakyAwayMs - host.index * 3_000, away);
  return () => {
    for (const cancel of cancels.values()) cancel();
  };
}
