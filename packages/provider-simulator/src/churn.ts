import { moveOutside } from './migration/moving.ts';
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

interface Chance {
  instance: SimInstance;
  toHost: SimHost | undefined;
  /** Uniform in [0, 1). */
  dice: number;
}

interface Habit {
  /** Relative frequency. */
  weight: number;
  act: (dataCentre: SimulatedDataCentre, chance: Chance) => boolean;
}

/** Share of the times that somebody who looks after a running instance pauses it. */
const pausing = 0.04;

/**
 * Owners start and stop their restless instances so that, in the long run, the share of stopped ones stays what the
 * role says: a stopped one starts with the chance 1 - share, a running one stops with the chance share.
 */
function lookAfter(dataCentre: SimulatedDataCentre, { instance, dice }: Chance): boolean {
  const { role, powerState, host, task } = instance;
  if (!role.restless || task !== null || host.maintenance) return false;
  if (powerState === 'paused') return outside(dataCentre, 'resume', instance);
  if (powerState === 'stopped') return dice >= role.stoppedShare && outside(dataCentre, 'start', instance);
  if (powerState !== 'running') return false;
  if (dice < role.stoppedShare) return outside(dataCentre, 'stop', instance);
  return dice > 1 - pausing && outside(dataCentre, 'pause', instance);
}

const reboot = (dataCentre: SimulatedDataCentre, { instance }: Chance): boolean =>
  instance.powerState === 'running' &&
  instance.task === null &&
  instance.instanceKind === 'vm' &&
  outside(dataCentre, 'reboot', instance);

/** Most moves are the cluster's own balancing; some are people at its tools. */
const byHand = 0.3;
const move = (dataCentre: SimulatedDataCentre, { instance, toHost, dice }: Chance): boolean =>
  toHost !== undefined &&
  moveOutside(dataCentre, instance, { to: toHost, startedBy: dice < byHand ? 'outside' : 'balancer' });

/** What owners, admins and their scripts do in a day. Long-lived services are left alone, apart from reboots and moves. */
const habits: readonly [Habit, ...Habit[]] = [
  { weight: 12, act: lookAfter },
  { weight: 1, act: reboot },
  { weight: 5, act: move },
];

function outside(dataCentre: SimulatedDataCentre, action: string, instance: SimInstance): boolean {
  if (instance.volumes.some(v => v.pool.status === 'inactive')) return false;
  dataCentre.outside(action, instance.native);
  return true;
}

/** State changes a second that go with the figures asked for. */
const stateChangesPerSecond = (changesPerSecond: number, instances: number): number =>
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
      if (!instance || !isOrdinary(dataCentre, instance)) continue;
      if (habit.act(dataCentre, { instance, toHost: someHost(instance), dice: random() })) return;
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
