import type { Span } from './ast.ts';
import { type Field, type FieldTable, type VisibleFields, visibleFields } from './fields.ts';
import { fold } from './fold.ts';
import { quoteIfNeeded } from './format.ts';
import { isBlank } from './lex.ts';

export interface Completion {
  readonly kind: 'field' | 'value' | 'flag';
  /** Replaces `replace`; the cursor goes to its end. */
  readonly insert: string;
  readonly replace: Span;
  readonly label: string;
  readonly detail: string;
}

export interface CompleteOptions<R> {
  readonly table: FieldTable<R>;
  readonly hides?: readonly string[];
  /** Values in use, for fields that do not list theirs (hosts, tags). */
  readonly valuesOf?: (field: string) => readonly string[];
  readonly limit?: number;
}

/** What may stand at the cursor. */
export function completeQuery<R>(
  text: string,
  cursor: number,
  options: CompleteOptions<R>,
): readonly Completion[] {
  const fields = visibleFields(options.table, options.hides ?? []);
  const word = wordAt(text, cursor);
  const operator = /[:<>=]+/.exec(word.text);
  const found =
    operator === null
      ? completeField(fields, word)
      : completeValue(fields, options, {
          field: word.text.slice(0, operator.index).toLowerCase(),
          comparing: operator[0] !== ':' && operator[0] !== '=',
          ...lastValue(word, operator.index + operator[0].length),
        });
  return found.slice(0, options.limit ?? 20);
}

interface Word extends Span {
  /** From its start to the cursor, without a leading `!` or `-`. */
  readonly text: string;
}

function wordAt(text: string, cursor: number): Word {
  let start = cursor;
  while (start > 0 && !isBlank(text[start - 1])) start -= 1;
  let end = cursor;
  while (end < text.length && !isBlank(text[end])) end += 1;
  if (start < cursor && (text[start] === '!' || text[start] === '-')) start += 1;
  return { text: text.slice(start, cursor), start, end };
}

interface ValueAt {
  readonly typed: string;
  readonly replace: Span;
}

/** In `status:running,sto` the value being written is `sto`. */
function lastValue(word: Word, valueOffset: number): ValueAt {
  const values = word.text.slice(valueOffset);
  const typedFrom = values.lastIndexOf(',') + 1;
  const start = word.start + valueOffset + typedFrom;
  return { typed: values.slice(typedFrom).replaceAll('"', ''), replace: { start, end: word.end } };
}

function completeField<R>(fields: VisibleFields<R>, word: Word): Completion[] {
  const typed = fold(word.text);
  const replace = { start: word.start, end: word.end };
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

interface ValueRequest extends ValueAt {
  readonly field: string;
  readonly comparing: boolean;
}

function completeValue<R>(
  fields: VisibleFields<R>,
  options: CompleteOptions<R>,
  asked: ValueRequest,
): Completion[] {
  if (asked.field === 'is') return plainNames(fields.flags, 'flag', asked);
  if (asked.field === 'has') return plainNames(fields.names, 'field', asked);
  const known = fields.find(asked.field);
  if (known === undefined || asked.comparing) return [];
  const values = known.field.type === 'enum' ? known.field.values : (options.valuesOf?.(known.name) ?? []);
  return plainNames(values, 'value', asked, known.field.label);
}

function plainNames(
  names: readonly string[],
  kind: Completion['kind'],
  { typed, replace }: ValueAt,
  detail = '',
): Completion[] {
  const start = fold(typed);
  return names
    .filter(name => fold(name).startsWith(start))
    .map(name => ({ kind, insert: quoteIfNeeded(name), replace, label: name, detail }));
}
