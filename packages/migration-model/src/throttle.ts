/** How the hypervisor slows a guest down that writes too fast (auto-converge). */
export interface Throttle {
  percent: number;
  /** Passes in a row, so to speak, that dirtied too much since the last change. */
  offences: number;
  /** It dirtied too much lately: the percentage will go on rising. */
  rising: boolean;
}

/** QEMU's defaults: it begins at 20 % and adds 10 % up to 99 %, each time after two passes that dirtied too much. */
const first = 20;
const step = 10;
export const mostThrottlePercent = 99;
const offencesPerStep = 2;
/** Dirtied more than this share of what was sent: too much. */
const trigger = 0.5;
/** Passes that end sooner after the last one are not looked at on their own; see migration_bitmap_sync. */
const shortestPeriodSeconds = 1;

export const noThrottle: Throttle = { percent: 0, offences: 0, rising: false };

/** The throttle after a pass in which `fresh` bytes were dirtied while `sent` were sent. */
export function nextThrottle(
  now: Throttle,
  pass: { fresh: number; sent: number; seconds: number },
): Throttle {
  const tooMuch = pass.fresh > trigger * pass.sent;
  if (!tooMuch || now.percent >= mostThrottlePercent) return { ...now, rising: false };
  // Short passes are added up to a period: as many of them as make a second count once.
  const offences = now.offences + Math.min(1, pass.seconds / shortestPeriodSeconds);
  if (offences < offencesPerStep) return { ...now, offences, rising: true };
  const percent = now.percent === 0 ? first : Math.min(mostThrottlePercent, now.percent + step);
  return { percent, offences: 0, rising: true };
}
