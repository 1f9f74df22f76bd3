/** Fields that say how fresh a fact is, not what it is. */
const ageFields: ReadonlySet<string> = new Set(['asOf', 'source']);

/** The same in everything a viewer would call a change: all but the age of the facts. */
export function sameButAge(a: object, b: object): boolean {
  return a === b || sameRecord(a, b, ageFields);
}

/** Structural equality of JSON values. A missing field equals an undefined one. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((value, index) => sameValue(value, b[index]));
  }
  return sameRecord(a, b, noFields);
}

const noFields: ReadonlySet<string> = new Set();

function sameRecord(a: object, b: object, except: ReadonlySet<string>): boolean {
  const one = fieldsOf(a);
  const other = fieldsOf(b);
  for (const key in one) {
    if (!except.has(key) && !sameValue(one[key], other[key])) return false;
  }
  for (const key in other) {
    if (other[key] !== undefined && !(key in one) && !except.has(key)) return false;
  }
  return true;
}

function fieldsOf(value: object): Readonly<Record<string, unknown>> {
  // Reading any name of a plain object gives something or undefined: both are `unknown`.
  return value as Readonly<Record<string, unknown>>;
}
