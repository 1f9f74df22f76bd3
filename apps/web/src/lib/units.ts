import { intlLocale } from './locale.ts';

/** Where there is no value, or none is known yet. */
export const NO_VALUE = '–';

const MIB_STEPS = ['MiB', 'GiB', 'TiB', 'PiB'] as const;
const BYTE_STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

// Both languages write 1,234.5. By hand: Intl.NumberFormat costs its first user 20 ms, and a table is full of numbers.
const GROUPS = /\B(?=(\d{3})+$)/g;

/** At most `digits` decimals, none that is zero at the end. */
function number(value: number, digits: number): string {
  // A power of ten too large for digits is told as it is; nothing shown here is that large.
  const [whole = '', decimals = ''] = value.toFixed(digits).split('.');
  const kept = decimals.replace(/0+$/, '');
  const grouped = whole.replace(GROUPS, ',');
  return kept === '' ? grouped : `${grouped}.${kept}`;
}

function binary(value: number, steps: readonly string[]): string {
  let scaled = Math.abs(value);
  let step = 0;
  while (scaled >= 1024 && step < steps.length - 1) {
    scaled /= 1024;
    step += 1;
  }
  // Three significant figures are what a reader compares: 1.25, 12.5, 125.
  const digits = scaled >= 100 || step === 0 ? 0 : scaled >= 10 ? 1 : 2;
  return `${value < 0 ? '−' : ''}${number(scaled, digits)} ${steps[step]}`;
}

/** Memory and disk sizes as the API gives them, in MiB: `8192` is "8 GiB". */
export function formatMiB(mebibytes: number): string {
  return binary(mebibytes, MIB_STEPS);
}

export function formatBytes(bytes: number): string {
  return binary(bytes, BYTE_STEPS);
}

export function formatBytesPerSecond(bytes: number): string {
  return `${formatBytes(bytes)}/s`;
}

/** A percentage 0 to 100 as the API gives it; one decimal below 10, none above. */
export function formatPercent(percent: number): string {
  return `${number(percent, Math.abs(percent) < 10 ? 1 : 0)} %`;
}

export function formatCount(count: number): string {
  return number(count, 0);
}

/** Hours and other sums that are no whole numbers: one decimal below 10, none above. */
export function formatAmount(amount: number): string {
  return number(amount, Math.abs(amount) < 10 ? 1 : 0);
}

const moneyFormats = new Map<string, Intl.NumberFormat>();

/** An amount of money in a currency of ISO 4217, as people of the language write it; prices of little things need decimals. */
export function formatMoney(amount: number, currency: string, decimals?: number): string {
  const key = `${intlLocale()}/${currency}/${decimals}`;
  let format = moneyFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(intlLocale(), {
      style: 'currency',
      currency,
      ...(decimals === undefined ? {} : { maximumFractionDigits: decimals }),
    });
    moneyFormats.set(key, format);
  }
  return format.format(amount);
}

/** The larger of the two units people say: "90 ms", "4.2 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${number(milliseconds, 0)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${number(seconds, 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair([Math.floor(whole / 60), 'min'], [whole % 60, 's']);
  if (whole < 86_400) return pair([Math.floor(whole / 3600), 'h'], [Math.floor((whole % 3600) / 60), 'min']);
  return pair([Math.floor(whole / 86_400), 'd'], [Math.floor((whole % 86_400) / 3600), 'h']);
}

function pair(large: [number, string], small: [number, string]): string {
  const first = `${number(large[0], 0)} ${large[1]}`;
  return small[0] === 0 ? first : `${first} ${small[0]} ${small[1]}`;
}
