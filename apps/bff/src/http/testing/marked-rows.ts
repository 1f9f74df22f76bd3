import { type ResourceKind, resourceKinds } from '@orrery/contract/resources/base.ts';
import { type Resource, resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { z } from 'zod';

type Schema = Record<string, unknown>;

/** Which of several forms a value takes where the contract allows some. */
interface Marking {
  mark: string;
  form: number;
}

const at = '2026-01-02T03:04:05.678Z';

/**
 * A value that fits a schema, in which every free text says where it stands: `mine:instance.disks.source`. What one is
 * sent can then be searched for what one must not be sent, whatever fields there come to be.
 */
export function marked(schema: z.ZodType, mark: string, form = 0): unknown {
  return valueOf(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }), { mark, form });
}

function valueOf(schema: Schema, marking: Marking): unknown {
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][marking.form % schema['enum'].length];
  const forms = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(forms)) return oneOf(forms.filter(isSchema), marking);
  const types = [schema['type']].flat();
  if (types.includes('object')) return objectOf(schema, marking);
  if (types.includes('array')) return isSchema(schema['items']) ? [valueOf(schema['items'], marking)] : [];
  if (types.includes('string')) return schema['format'] === 'date-time' ? at : marking.mark;
  if (types.includes('boolean')) return false;
  if (types.includes('number') || types.includes('integer')) return Number(schema['minimum'] ?? 1);
  return types.includes('null') ? null : marking.mark;
}

function oneOf(forms: readonly Schema[], marking: Marking): unknown {
  const told = forms.filter(form => form['type'] !== 'null');
  const chosen = told[marking.form % told.length];
  return chosen === undefined ? null : valueOf(chosen, marking);
}

function objectOf({ properties }: Schema, { mark, form }: Marking): Record<string, unknown> {
  const fields = isSchema(properties) ? Object.entries(properties) : [];
  return Object.fromEntries(
    fields.flatMap(([name, field]): [string, unknown][] =>
      isSchema(field) ? [[name, valueOf(field, { mark: `${mark}.${name}`, form })]] : [],
    ),
  );
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Forms that are tried of each kind: no union in a row of the contract has more. */
const forms = [0, 1, 2];

interface Owned {
  /** How every text in it begins. */
  owner: string;
  project: string | null;
}

/** Rows of every kind that backends and Orrery show, of each form they can have. */
export const markedRows = (owned: Owned): Resource[] =>
  resourceKinds.flatMap(kind => forms.map(form => markedRow(kind, owned, form)));

export const markedId = (kind: ResourceKind, owner: string, form = 0): string =>
  `lab:${owner}-${kind}-${form}`;

export function markedRow(kind: ResourceKind, { owner, project }: Owned, form = 0): Resource {
  const { schema } = resourceRegistry[kind];
  const row = {
    ...valueRecord(marked(schema, `${owner}:${kind}`, form)),
    id: markedId(kind, owner, form),
    backend: 'lab',
    project,
    actions: [],
    stale: false,
  };
  const parsed: unknown = schema.parse(row);
  // It fits the schema of its kind.
  return parsed as Resource;
}

const valueRecord = (value: unknown): Record<string, unknown> => (isSchema(value) ? value : {});
