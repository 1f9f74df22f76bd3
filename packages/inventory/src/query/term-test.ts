import type { Alternative, CompareOp, CompareTerm, MatchTerm, ProblemCode } from './ast.ts';
import {
  type EnumField,
  type Field,
  type ListField,
  type NameOf,
  type QuantityField,
  refersTo,
  type StringField,
  type TimeField,
} from './fields.ts';
import { fold } from './fold.ts';
import { nearest } from './nearest.ts';
import { type TextTest, wholeMatcher } from './pattern.ts';
import { readMoment, readQuantity, type ValueRead } from './values.ts';

export type TermTest<R> = (resource: R) => boolean;

export type FieldTestResult<R> =
  | { readonly ok: true; readonly test: TermTest<R> }
  | {
      readonly ok: false;
      readonly code: ProblemCode;
      readonly message: string;
      readonly suggestion: string | undefined;
    };

interface Asked<T extends MatchTerm | CompareTerm> {
  readonly term: T;
  readonly name: string;
  readonly now: () => number;
  readonly nameOf?: NameOf | undefined;
}

/** What a term asks of one field, without its negation. */
export function fieldTest<R>(field: Field<R>, asked: Asked<MatchTerm | CompareTerm>): FieldTestResult<R> {
  switch (field.type) {
    case 'string':
    case 'enum':
    case 'list':
      return textTest(field, asked);
    case 'time':
    case 'age':
      return numberTest(timeReader(field, asked.now), asked);
    case 'flag':
      return refuse('not-comparable', `Ask for '${asked.name}' as is:${asked.name}.`, `is:${asked.name}`);
    default:
      return numberTest(quantityReader(field), asked);
  }
}

function refuse<R>(code: ProblemCode, message: string, suggestion?: string): FieldTestResult<R> {
  return { ok: false, code, message, suggestion };
}

type TextField<R> = StringField<R> | EnumField<R> | ListField<R>;

function textTest<R>(
  field: TextField<R>,
  { term, name, nameOf }: Asked<MatchTerm | CompareTerm>,
): FieldTestResult<R> {
  if (term.type === 'compare') {
    return refuse(
      'not-comparable',
      `'${name}' is a text and cannot be compared with ${term.op}; use ${name}:value.`,
    );
  }
  const tests: TextTest[] = [];
  for (const alternative of term.any) {
    if (alternative.type === 'range') {
      const text = `${alternative.from ?? ''}..${alternative.to ?? ''}`;
      return refuse('not-comparable', `'${name}' is a text and has no ranges.`, `${name}:"${text}"`);
    }
    const [only] = alternative.pattern;
    if (field.type === 'enum' && alternative.pattern.length === 1 && !knows(field.values, only)) {
      return unknownValue(field, name, only ?? '');
    }
    tests.push(wholeMatcher(alternative.pattern));
  }
  const written: TextTest = text => tests.some(test => test(text));
  const any = orNamed(written, refersTo(field), nameOf);
  return { ok: true, test: field.type === 'list' ? listTest(field, any) : singleTest(field, written, any) };
}

/** The text itself, or the name of what it is the id of. */
function orNamed(any: TextTest, kind: string | undefined, nameOf: NameOf | undefined): TextTest {
  if (kind === undefined || nameOf === undefined) return any;
  return text => {
    if (any(text)) return true;
    const name = nameOf(kind, text);
    return name !== undefined && any(name);
  };
}

function knows(values: readonly string[], text: string | undefined): boolean {
  return text !== undefined && values.includes(fold(text));
}

function unknownValue<R>(field: EnumField<R>, name: string, value: string): FieldTestResult<R> {
  const meant = nearest(value, field.values);
  const message =
    meant === undefined
      ? `'${name}' is never '${value}'; it is one of ${field.values.join(', ')}.`
      : `'${name}' is never '${value}', did you mean '${meant}'?`;
  return refuse('unknown-value', message, meant === undefined ? undefined : `${name}:${meant}`);
}

/** `any` also knows the names of ids. */
function singleTest<R>(field: StringField<R> | EnumField<R>, written: TextTest, any: TextTest): TermTest<R> {
  if (field.type === 'enum' || field.ref === undefined) return resource => passes(field.get(resource), any);
  return resource => passes(field.get(resource), written) || passes(field.ref?.(resource), any);
}

const passes = (value: string | null | undefined, test: TextTest): boolean =>
  value !== null && value !== undefined && test(value);

function listTest<R>(field: ListField<R>, any: TextTest): TermTest<R> {
  return resource => (field.get(resource) ?? []).some(entry => any(entry) || any(keyOf(entry)));
}

function keyOf(entry: string): string {
  const equals = entry.indexOf('=');
  return equals < 0 ? entry : entry.slice(0, equals);
}

/** A field read as a number, and the values it is compared with: `[from, to)` for a day, one point otherwise. */
interface NumberReader<R> {
  get(resource: R): number | null;
  read(text: string): ValueRead<{ readonly from: number; readonly to: number }>;
  /** Values have an extent: `to` lies outside of it. */
  readonly halfOpen: boolean;
}

function quantityReader<R>(field: QuantityField<R>): NumberReader<R> {
  return {
    get: resource => field.get(resource) ?? null,
    read: text => point(readQuantity(field.type, text)),
    halfOpen: false,
  };
}

function point(read: ValueRead<number>): ValueRead<{ from: number; to: number }> {
  return read.ok ? { ok: true, value: { from: read.value, to: read.value } } : read;
}

function timeReader<R>(field: TimeField<R>, now: () => number): NumberReader<R> {
  const time = (resource: R) => {
    const text = field.get(resource);
    const at = text === null || text === undefined ? Number.NaN : Date.parse(text);
    return Number.isNaN(at) ? null : at;
  };
  if (field.type === 'time') return { get: time, read: readMoment, halfOpen: true };
  const age = (resource: R) => {
    const at = time(resource);
    return at === null ? null : now() - at;
  };
  return { get: age, read: text => point(readQuantity('duration', text)), halfOpen: false };
}

interface Bounds {
  readonly from: number;
  readonly to: number;
}
type Within = (value: number) => boolean;

function numberTest<R>(
  reader: NumberReader<R>,
  { term, name }: Asked<MatchTerm | CompareTerm>,
): FieldTestResult<R> {
  const tests: Within[] = [];
  for (const read of term.type === 'compare'
    ? [readCompare(reader, term)]
    : term.any.map(one => readRange(reader, one))) {
    if (!read.ok) {
      const suggestion = read.suggestion === undefined ? undefined : suggest(term, name, read.suggestion);
      return refuse(read.unitMissing ? 'missing-unit' : 'bad-value', read.message, suggestion);
    }
    tests.push(read.value);
  }
  const [only] = tests;
  const any: Within = tests.length === 1 && only ? only : value => tests.some(test => test(value));
  return {
    ok: true,
    test: resource => {
      const value = reader.get(resource);
      return value !== null && any(value);
    },
  };
}

function suggest(term: MatchTerm | CompareTerm, name: string, value: string): string {
  return `${name}${term.type === 'compare' ? term.op : ':'}${value}`;
}

function readCompare<R>(reader: NumberReader<R>, term: CompareTerm): ValueRead<Within> {
  const read = reader.read(term.value);
  return read.ok ? { ok: true, value: comparison(term.op, read.value, reader.halfOpen) } : read;
}

/** After a day means after its end; on or after it means from its beginning. */
function comparison(op: CompareOp, { from, to }: Bounds, halfOpen: boolean): Within {
  switch (op) {
    case '>':
      return halfOpen ? value => value >= to : value => value > to;
    case '>=':
      return value => value >= from;
    case '<':
      return value => value < from;
    case '<=':
      return halfOpen ? value => value < to : value => value <= to;
  }
}

function readRange<R>(reader: NumberReader<R>, one: Alternative): ValueRead<Within> {
  if (one.type === 'pattern') {
    if (one.pattern.length > 1)
      return { ok: false, message: 'A number has no wildcards; use a range such as 20..80.' };
    return within(reader, one.pattern[0] ?? '', one.pattern[0] ?? '');
  }
  return within(reader, one.from, one.to);
}

function within<R>(reader: NumberReader<R>, from: string | null, to: string | null): ValueRead<Within> {
  const low = from === null ? null : reader.read(from);
  const high = to === null ? null : reader.read(to);
  if (low?.ok === false) return low;
  if (high?.ok === false) return high;
  const least = low?.value.from ?? Number.NEGATIVE_INFINITY;
  const most = high?.value.to ?? Number.POSITIVE_INFINITY;
  if (least > most)
    return { ok: false, message: `The range ${from}..${to} is empty; write the lower end first.` };
  return {
    ok: true,
    value: reader.halfOpen && high !== null ? v => v >= least && v < most : v => v >= least && v <= most,
  };
}
