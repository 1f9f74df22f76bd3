import type { Dirtying } from './dirtying.ts';

/**
 * The conditions of performance-reliability §3.3, solved for one value each. b bandwidth, d rate, W working set, T pause
 * allowed; bytes and seconds. A move ends exactly when W <= bT or d(1 - bT/W) < b.
 */

/** Least pause: T = (W/b)(1 - b/d). */
export function leastDowntimeSeconds(guest: Dirtying, bandwidth: number): number {
  if (guest.rate <= bandwidth) return 0;
  return (guest.workingSet / bandwidth) * (1 - bandwidth / guest.rate);
}

/** Least bandwidth: b = dW/(W + dT). */
export function leastBandwidth(guest: Dirtying, downtimeSeconds: number): number {
  const { rate, workingSet } = guest;
  if (workingSet <= 0 || rate <= 0) return 0;
  return (rate * workingSet) / (workingSet + rate * downtimeSeconds);
}

/** Least slowing down, 0..1: θ = 1 - b/(d(1 - bT/W)). */
export function leastThrottle(
  guest: Dirtying,
  limits: { bandwidth: number; downtimeSeconds: number },
): number {
  const fits = limits.bandwidth * limits.downtimeSeconds;
  if (guest.workingSet <= fits || guest.rate <= 0) return 0;
  return Math.max(0, 1 - limits.bandwidth / (guest.rate * (1 - fits / guest.workingSet)));
}
