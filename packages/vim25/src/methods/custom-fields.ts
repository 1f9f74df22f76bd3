import { VimTransportError } from '../errors.ts';
import type { CallOptions, VimSession } from '../session.ts';
import { asNumber, asObject, asObjects, asText, type MoRef, type VimValue } from '../values.ts';
import { el } from '../xml/write.ts';
import { retrieveOne } from './properties.ts';

/** A custom attribute, defined once for the whole vCenter. */
export interface CustomField {
  key: number;
  name: string;
  /** Kind of object it is for; null: any. */
  type: string | null;
}

function field(value: VimValue | undefined): CustomField | null {
  const object = asObject(value);
  const key = asNumber(object?.['key']);
  const name = asText(object?.['name']);
  return key === null || name === null ? null : { key, name, type: asText(object?.['managedObjectType']) };
}

const manager = (session: VimSession): MoRef => {
  const self = session.content.customFieldsManager;
  if (!self) throw new VimTransportError('protocol', 'A single host has no custom attributes');
  return self;
};

export async function listFields(session: VimSession, options: CallOptions = {}): Promise<CustomField[]> {
  const wanted = { ref: manager(session), paths: ['field'] };
  const { properties } = await retrieveOne(session, wanted, options);
  return readFields(properties['field']);
}

export const readFields = (value: VimValue | undefined): CustomField[] =>
  asObjects(value)
    .map(field)
    .filter(f => f !== null);

export async function addField(
  session: VimSession,
  { name, type }: { name: string; type: string },
  options: CallOptions = {},
): Promise<CustomField> {
  const method = 'AddCustomFieldDef';
  const args = [el('name', name), el('moType', type)];
  const added = field(await session.call({ method, self: manager(session), args }, options));
  if (!added) throw new VimTransportError('protocol', `${method} did not answer with the attribute`);
  return added;
}

/** An empty value takes it off. */
export async function setField(
  session: VimSession,
  { entity, key, value }: { entity: MoRef; key: number; value: string },
  options: CallOptions = {},
): Promise<void> {
  const args = [el('entity', entity), el('key', key), el('value', value)];
  await session.call({ method: 'SetField', self: manager(session), args }, options);
}

/** Values of an object by key, from its property `customValue`. */
export function customValues(value: VimValue | undefined): Map<number, string> {
  const values = new Map<number, string>();
  for (const entry of asObjects(value)) {
    const key = asNumber(entry['key']);
    const text = asText(entry['value']);
    if (key !== null && text !== null) values.set(key, text);
  }
  return values;
}
