import type { Span } from './ast.ts';
import { type CursorPlace, placeAt } from './cursor-place.ts';
import { type Field, type FieldTable, refersTo, type VisibleFields, visibleFields } from './fields.ts';
import { fold } from './fold.ts';
import { quoteIfNeeded, valueText } from './format.ts';

export interface Completion {
  readonly kind: 'field' | 'value' | 'flag';
  /** Replaces `replace`; the cursor goes to its end. */
  readonly insert: string;
  readonly replace: Span;
  readonly label: string;
  readonly detail: string;
}

export interface KnownValue {
  readonly value: string;
  /** What it is, for people; the field's label without it. */
  readonly detail?: string;
}

export interface CompleteOptions<R> {
  readonly table: FieldTable<R>;
  readonly hides?: readonly string[];
  /** Values in use, for fields that do not list theirs (projects, tags). */
  readonly valuesOf?: (field: string) => readonly KnownValue[];
  readonly limit?: number;
}

/** What may stand at the cursor. */
export function completeQuery<R>(
  text: string,
  cursor: number,
  options: CompleteOptions<R>,
): readonly Completion[] {
  const fields = visibleFields(options.table, options.hides ?? []);
  const place = placeAt(text, cursor);
  const found =
    place.field === undefined ? completeField(fields, place) : completeValue(fields, options, place);
  return found.slice(0, options.limit ?? 20);
}

/** Whose names would help at the cursor: it stands in the value of a field that holds ids. */
export interface NamesAsked {
  readonly kind: string;
  /** What their names begin with, or contain. */
  readonly typed: string;
}

export function namesAskedAt<R>(
  text: string,
  cursor: number,
  { table, hides = [] }: Pick<CompleteOptions<R>, 'table' | 'hides'>,
): NamesAsked | undefined {
  const { field, comparing, typed } = placeAt(text, cursor);
  const known = field === undefined || comparing ? undefined : visibleFields(table, hides).find(field);
  const kind = known && refersTo(known.field);
  // A pattern is a question of its own.
  return kind === undefined || typed.includes('*') ? undefined : { kind, typed };
}

function completeField<R>(fields: VisibleFields<R>, place: CursorPlace): Completion[] {
  const typed = fold(place.typed);
  const { replace } = place;
  const named = fields.names.flatMap(name => {
    const field = fields.find(name)?.field;
    if (field === undefined || !startsOrIsAliased(name, field, typed)) return [];
    const insert = `${name}${isText(field) ? ':' : '>'}`;
    return [{ kind: 'field' as const, insert, replace, label: name, detail: field.label }];
  });
  const flags = fields.flags.flatMap(name => {
    if (!name.startsWith(typed) && !`is:${name}`.startsWith(typed)) return [];
    const detail = fields.find(name)?.field.label ?? name;
    return [{ kind: 'flag' as const, insert: `is:${name}`, replace, label: `is:${name}`, detail }];
  });
  return [...named, ...flags];
}

function startsOrIsAliased<R>(name: string, field: Field<R>, typed: string): boolean {
  return name.startsWith(typed) || (field.aliases ?? []).some(alias => alias.startsWith(typed));
}

function isText<R>(field: Field<R>): boolean {
  return field.type === 'string' || field.type === 'enum' || field.type === 'list';
}

function completeValue<R>(
  fields: VisibleFields<R>,
  options: CompleteOptions<R>,
  place: CursorPlace,
): Completion[] {
  if (place.field === 'is') return plainNames(fields.flags, place, { kind: 'flag' });
  if (place.field === 'has') return plainNames(fields.names, place, { kind: 'field' });
  const known = fields.find(place.field ?? '');
  if (known === undefined || place.comparing) return [];
  const { field, name } = known;
  if (field.type === 'enum') return plainNames(field.values, place, { kind: 'value', detail: field.label });
  return valuesInUse(options.valuesOf?.(name) ?? [], place, field.label);
}

function plainNames(
  names: readonly string[],
  { typed, replace }: CursorPlace,
  { kind, detail = '' }: { kind: Completion['kind']; detail?: string },
): Completion[] {
  const start = fold(typed);
  return names
    .filter(name => fold(name).startsWith(start))
    .map(name => ({ kind, insert: quoteIfNeeded(name), replace, label: name, detail }));
}

/** Those that begin with what is typed before those that contain it. */
function valuesInUse(
  values: readonly KnownValue[],
  { typed, replace }: CursorPlace,
  label: string,
): Completion[] {
  const part = fold(typed);
  const found = values.filter(({ value }) => fold(value).includes(part));
  const first = found.filter(({ value }) => fold(value).startsWith(part));
  return [...new Set([...first, ...found])].map(({ value, detail = label }) => ({
    kind: 'value',
    insert: valueText(value),
    replace,
    label: value,
    detail,
  }));
}
