/** A managed object by its type and its id within one server. */
// A type and not an interface, so that it counts as a VimObject, too.
export type MoRef = { type: string; value: string };

/** What an answer holds. Without the schema, untyped leaves are strings, and a list of one is its only element. */
export type VimValue = string | number | boolean | MoRef | VimObject | VimValue[];

export interface VimObject {
  /** xsi:type, without its prefix. */
  $type?: string;
  [field: string]: VimValue | undefined;
}

type Maybe = VimValue | undefined | null;

export const asList = (value: Maybe): VimValue[] => {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
};

export const asObject = (value: Maybe): VimObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;

export const asObjects = (value: Maybe): VimObject[] =>
  asList(value)
    .map(asObject)
    .filter(object => object !== null);

export function asRef(value: Maybe): MoRef | null {
  const object = asObject(value);
  if (!object) return null;
  const { type, value: id } = object;
  return typeof type === 'string' && typeof id === 'string' ? { type, value: id } : null;
}

export const asRefs = (value: Maybe): MoRef[] =>
  asList(value)
    .map(asRef)
    .filter(ref => ref !== null);

export const asText = (value: Maybe): string | null => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
};

export function asNumber(value: Maybe): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export const asBoolean = (value: Maybe): boolean | null => {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : null;
};

/** By dots: `at(config, 'hardware.numCPU')`. */
export function at(value: Maybe, path: string): VimValue | undefined {
  let here: Maybe = value;
  for (const field of path.split('.')) here = asObject(here)?.[field];
  return here ?? undefined;
}

export const refKey = (ref: MoRef): string => `${ref.type}:${ref.value}`;
