import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { FieldTable, QuantityField, StringField, TimeField } from '../query/fields.ts';

/** Class of fields that tell of hosts and the layout of the fleet; hidden from those without `fleet.read`. */
export const topology = 'topology';

export const MiB = 1_048_576;
export const GiB = 1_073_741_824;

export function mebibytes(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : value * MiB;
}

export function gibibytes(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : value * GiB;
}

/** Part of a whole as 0 to 100; null when either is unknown or the whole is nothing. */
export function percentOf(part: number | null | undefined, whole: number | null | undefined): number | null {
  if (part === null || part === undefined || whole === null || whole === undefined || whole <= 0) return null;
  return (part / whole) * 100;
}

/** What every resource can be asked. */
export const commonFields = {
  name: { type: 'string', label: 'Name', text: true, get: resource => resource.name },
  id: { type: 'string', label: 'Id', text: true, get: resource => resource.id },
  project: {
    type: 'string',
    label: 'Project',
    of: 'project',
    group: true,
    get: resource => resource.project,
  },
  backend: {
    type: 'string',
    label: 'Backend',
    of: 'backend',
    group: true,
    get: resource => resource.backend,
  },
  source: {
    type: 'enum',
    label: 'How it became known',
    values: ['event', 'poll', 'derived'],
    get: resource => resource.source,
  },
  confirmed: { type: 'time', label: 'Last confirmed', get: resource => resource.asOf },
  stale: { type: 'flag', label: 'Not confirmed in time', get: resource => resource.stale },
} as const satisfies FieldTable<Resource>;

export function created<R extends { readonly createdAt: string | null }>(): {
  readonly created: TimeField<R>;
  readonly age: TimeField<R>;
} {
  return {
    created: { type: 'time', label: 'Created', get: resource => resource.createdAt },
    age: { type: 'age', label: 'Age', get: resource => resource.createdAt },
  };
}

/** Columns that several kinds show alike. */
export function counted<R>(label: string, get: (resource: R) => number | null): QuantityField<R> {
  return { type: 'number', label, get };
}

export function sized<R>(label: string, get: (resource: R) => number | null): QuantityField<R> {
  return { type: 'bytes', label, get };
}

export function named<R>(label: string, get: (resource: R) => string | null): StringField<R> {
  return { type: 'string', label, get };
}

interface Placed {
  readonly datacenter?: string | null | undefined;
  readonly folder?: string | null | undefined;
}

/** Where it stands in an order of the back end's own. */
export function placed<R extends Placed>(
  more: Pick<StringField<R>, 'restricted'> = {},
): {
  readonly datacenter: StringField<R>;
  readonly folder: StringField<R>;
} {
  return {
    datacenter: { ...named<R>('Data centre', r => r.datacenter ?? null), group: true, ...more },
    folder: { ...named<R>('Folder', r => r.folder ?? null), group: true, text: true, ...more },
  };
}
