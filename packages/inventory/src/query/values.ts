import type { QuantityType } from './fields.ts';

/** A value that was read, or why not and what to write instead. */
export type ValueRead<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly message: string;
      readonly suggestion?: string;
      readonly unitMissing?: true;
    };

const amount = /^([+-]?(?:\d+(?:\.\d+)?|\.\d+))\s*([a-z%]*)$/i;
const bytesUnits = ['', 'k', 'm', 'g', 't', 'p'] as const;
/** Milliseconds. */
const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

export function readQuantity(type: QuantityType, text: string): ValueRead<number> {
  switch (type) {
    case 'number':
      return readPlain(text, '');
    case 'percent':
      return readPlain(text, '%');
    case 'bytes':
      return readBytes(text);
    case 'duration':
      return readDuration(text);
  }
}

function readPlain(text: string, unit: string): ValueRead<number> {
  const [, digits, given = ''] = amount.exec(text) ?? [];
  if (digits === undefined || (given !== '' && given !== unit)) {
    return {
      ok: false,
      message: `'${text}' is not a number${unit === '' ? '' : ` (such as 80 or 80${unit})`}.`,
    };
  }
  return { ok: true, value: Number(digits) };
}

/** `4GiB`, `4G` (both binary), `4GB` (decimal). A bare number would be ambiguous. */
function readBytes(text: string): ValueRead<number> {
  const [, digits, unit = ''] = amount.exec(text) ?? [];
  if (digits === undefined) return { ok: false, message: `'${text}' is not a size (such as 4GiB).` };
  if (unit === '') {
    if (Number(digits) === 0) return { ok: true, value: 0 };
    return { ok: false, message: `'${text}' has no unit.`, suggestion: `${text}GiB`, unitMissing: true };
  }
  const parts = /^([kmgtp])(ib?|b)?$|^b$/.exec(unit.toLowerCase());
  if (parts === null) {
    return {
      ok: false,
      message: `'${unit}' is not a unit of size; use KiB, MiB, GiB, TiB or kB, MB, GB, TB.`,
    };
  }
  const power = bytesUnits.findIndex(letter => letter === (parts[1] ?? ''));
  return { ok: true, value: Number(digits) * (parts[2] === 'b' ? 1_000 : 1_024) ** power };
}

/** `90s`, `2h`, `1h30m`. */
function readDuration(text: string): ValueRead<number> {
  if (text === '0') return { ok: true, value: 0 };
  if (/^\d+(\.\d+)?$/.test(text)) {
    return { ok: false, message: `'${text}' has no unit.`, suggestion: `${text}h`, unitMissing: true };
  }
  if (!/^(\d+(\.\d+)?[a-z]+)+$/i.test(text)) {
    return { ok: false, message: `'${text}' is not a duration (such as 90s, 2h, 7d or 1h30m).` };
  }
  let total = 0;
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/gi)) {
    const factor = durationUnits[unit.toLowerCase()];
    if (factor === undefined)
      return { ok: false, message: `'${unit}' is not a unit of time; use s, m, h, d or w.` };
    total += Number(digits) * factor;
  }
  return { ok: true, value: total };
}

/** A moment, or a whole day, as epoch milliseconds `[from, to)`. Without a zone it is UTC. */
export interface Moment {
  readonly from: number;
  readonly to: number;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/i;

export function readMoment(text: string): ValueRead<Moment> {
  if (day.test(text)) {
    const from = Date.parse(`${text}T00:00:00Z`);
    if (!Number.isNaN(from)) return { ok: true, value: { from, to: from + 86_400_000 } };
  }
  const [, date, time, zone = 'Z'] = dateTime.exec(text) ?? [];
  const from = date === undefined || time === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`);
  if (Number.isNaN(from)) {
    return { ok: false, message: `'${text}' is not a date (such as 2026-11-22 or 2026-11-22T10:30).` };
  }
  return { ok: true, value: { from, to: from + 1 } };
}
