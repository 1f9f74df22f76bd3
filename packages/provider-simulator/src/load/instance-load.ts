import { hash01, smoothNoise } from '../random/hash.ts';
import type { SimInstance } from '../world/model.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A third at night, 1 in the early afternoon (UTC); weekends are less busy. 1970-01-01 was a Thursday. */
export function dayCurve(now: number): number {
  const hourOfDay = (now % day) / hour;
  const wave = 0.5 - 0.5 * Math.cos(((hourOfDay - 3) / 24) * 2 * Math.PI);
  const weekday = (Math.floor(now / day) + 4) % 7;
  return (0.35 + 0.65 * wave) * (weekday === 0 || weekday === 6 ? 0.7 : 1);
}

const burstMs = 7 * minute;

/** Bursts come and go in slots of seven minutes; each instance has its own. */
function burstAt(instance: SimInstance, now: number): number {
  const { share, height } = instance.role.burst;
  const slot = Math.floor(now / burstMs + hash01(instance.index, 7));
  if (hash01(instance.index, slot, 3) >= share) return 0;
  return height * (0.75 + 0.25 * hash01(instance.index, slot, 4));
}

/** Percent of its own vCPUs. A pure function of who it is and when: nothing is stored, any moment can be asked for. */
export function cpuPercentAt(instance: SimInstance, now: number): number {
  const { role, index, group } = instance;
  const character = 0.6 + 0.8 * hash01(index, 1);
  const together = 0.7 + 0.6 * smoothNoise(group, now / (11 * minute));
  const own = (smoothNoise(index, now / (40_000 + 20_000 * hash01(index, 2))) - 0.5) * 2 * role.noise;
  const jitter = (hash01(index, Math.floor(now / 1000)) - 0.5) * 3;
  const base = (role.idle + role.day * dayCurve(now) * together) * character;
  const percent = base + own + jitter + burstAt(instance, now);
  return Math.round(Math.min(100, Math.max(0.2, percent)) * 10) / 10;
}

/** Memory follows slowly: caches fill, leaks grow and are restarted away. */
export function memoryUsedMiBAt(instance: SimInstance, now: number): number {
  const { role, index } = instance;
  const own = 0.85 + 0.3 * hash01(index, 5);
  const drift = 0.94 + 0.12 * smoothNoise(index + 1, now / (25 * minute));
  return Math.round(instance.memoryMiB * Math.min(0.97, role.memory * own * drift));
}

export function diskBytesAt(instance: SimInstance, now: number): number {
  const share = instance.cpuPercent / 100;
  const uneven = 0.3 + 1.4 * smoothNoise(instance.index + 2, now / 15_000);
  return Math.round(instance.role.disk * instance.vcpus * share * uneven);
}

export function networkBytesAt(instance: SimInstance, now: number): number {
  const share = instance.cpuPercent / 100;
  const uneven = 0.5 + smoothNoise(instance.index + 3, now / 20_000);
  return Math.round(instance.role.network * instance.vcpus * share * uneven);
}

/** Takes its figures anew; they stay until the next time. */
export function measure(instance: SimInstance, now: number): void {
  if (instance.powerState !== 'running') return settle(instance);
  instance.cpuPercent = cpuPercentAt(instance, now);
  instance.memoryUsedMiB = memoryUsedMiBAt(instance, now);
}

/** Figures of an instance that does not run: nothing, except that a paused one keeps its memory. */
export function settle(instance: SimInstance): void {
  instance.cpuPercent = 0;
  if (instance.powerState !== 'paused') instance.memoryUsedMiB = 0;
}
