import { intlLocale } from './locale.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SKEW = 5 * SECOND;

type DateStyle = 'dateTime' | 'date' | 'time' | 'clock';

const STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  dateTime: { dateStyle: 'medium', timeStyle: 'medium' },
  date: { dateStyle: 'medium' },
  time: { timeStyle: 'medium' },
  clock: { timeStyle: 'short' },
};

const dateFormats = new Map<string, Intl.DateTimeFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

export type Instant = Date | string | number;

export function toMillis(instant: Instant): number {
  return instant instanceof Date ? instant.getTime() : new Date(instant).getTime();
}

export function formatDate(instant: Instant, style: DateStyle = 'dateTime'): string {
  const key = `${intlLocale()}/${style}`;
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(intlLocale(), STYLES[style]);
    dateFormats.set(key, format);
  }
  return format.format(toMillis(instant));
}

/** "12s ago", "3 min. ago": coarse on purpose, so that a label changes rarely. */
export function formatAge(instant: Instant, now: number): string {
  // Clocks of two machines differ a little: what has just happened does not lie ahead.
  const exact = now - toMillis(instant);
  const age = exact < 0 && exact > -SKEW ? 0 : exact;
  const format = relativeFormat();
  const size = Math.abs(age);
  if (size < SECOND) return relativeFormat('auto').format(0, 'second');
  if (size < MINUTE) return format.format(-Math.trunc(age / SECOND), 'second');
  if (size < HOUR) return format.format(-Math.trunc(age / MINUTE), 'minute');
  if (size < DAY) return format.format(-Math.trunc(age / HOUR), 'hour');
  return format.format(-Math.trunc(age / DAY), 'day');
}

/** `auto` has a word for what is neither past nor to come: "now". */
function relativeFormat(numeric: 'always' | 'auto' = 'always'): Intl.RelativeTimeFormat {
  const key = `${intlLocale()}/${numeric}`;
  let format = relativeFormats.get(key);
  if (!format) {
    format = new Intl.RelativeTimeFormat(intlLocale(), { style: 'short', numeric });
    relativeFormats.set(key, format);
  }
  return format;
}
