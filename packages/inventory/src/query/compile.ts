import type { Alternative, MatchTerm, ParsedQuery, QueryProblem, Term, TermSpans } from './ast.ts';
import {
  type Field,
  type FieldTable,
  type NameOf,
  refersTo,
  type VisibleFields,
  visibleFields,
} from './fields.ts';
import { nearest } from './nearest.ts';
import { freeTextTest } from './free-text.ts';
import { fieldTest, type TermTest } from './term-test.ts';

/** Epoch milliseconds, asked at each match: ages move while nothing changes. */
export type Now = () => number;

export interface CompileOptions<R> {
  readonly table: FieldTable<R>;
  /** Restriction classes whose fields do not exist for this scope. */
  readonly hides?: readonly string[];
  readonly now: Now;
  /** All texts of a resource that these fields tell, remembered (free-text.ts); without it they are read each time. */
  readonly folded?: ((resource: R) => string) | undefined;
  /** Fields that hold ids match names too (`project:web-team`); without it they match ids only. */
  readonly nameOf?: NameOf | undefined;
}

export interface CompiledQuery<R> {
  /** Never true while there are problems: what is not understood must not widen a result. */
  matches(resource: R): boolean;
  readonly problems: readonly QueryProblem[];
  /** The result changes with time alone (`age<2h`). */
  readonly usesClock: boolean;
  /** Kinds whose names decide: the result changes when one of them is renamed. */
  readonly namesOf: ReadonlySet<string>;
  readonly matchesAll: boolean;
}

export function compileQuery<R>(parsed: ParsedQuery, options: CompileOptions<R>): CompiledQuery<R> {
  const fields = visibleFields(options.table, options.hides ?? []);
  const problems = [...parsed.problems];
  const tests: TermTest<R>[] = [];
  let usesClock = false;
  const namesOf = new Set<string>();
  parsed.query.terms.forEach((term, index) => {
    const spans = parsed.spans[index] ?? { start: 0, end: 0, value: { start: 0, end: 0 } };
    const built = termTest(term, {
      fields,
      spans,
      now: options.now,
      folded: options.folded,
      nameOf: options.nameOf,
    });
    if ('problem' in built) {
      problems.push(built.problem);
      return;
    }
    usesClock ||= built.usesClock;
    if (built.namesOf !== undefined) namesOf.add(built.namesOf);
    tests.push(term.not ? resource => !built.test(resource) : built.test);
  });
  const matches = problems.length > 0 ? () => false : all(tests);
  return { matches, problems, usesClock, namesOf, matchesAll: problems.length === 0 && tests.length === 0 };
}

function all<R>(tests: readonly TermTest<R>[]): TermTest<R> {
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return resource => {
    for (const test of tests) if (!test(resource)) return false;
    return true;
  };
}

interface TermContext<R> {
  readonly fields: VisibleFields<R>;
  readonly spans: TermSpans;
  readonly now: Now;
  readonly folded: ((resource: R) => string) | undefined;
  readonly nameOf: NameOf | undefined;
}
type Built<R> =
  | { readonly test: TermTest<R>; readonly usesClock: boolean; readonly namesOf?: string | undefined }
  | { readonly problem: QueryProblem };

function termTest<R>(term: Term, context: TermContext<R>): Built<R> {
  if (term.type === 'text') return { test: freeTextTest(term, context), usesClock: false };
  if (term.type === 'match' && term.field === 'is') return flagTest(term, context);
  if (term.type === 'match' && term.field === 'has') return presenceTest(term, context);
  const known = context.fields.find(term.field);
  if (known === undefined || known.field.type === 'flag') return unknownField(term.field, context);
  const built = fieldTest(known.field, { term, name: known.name, now: context.now, nameOf: context.nameOf });
  if (built.ok) {
    const namesOf = context.nameOf && refersTo(known.field);
    return { test: built.test, usesClock: known.field.type === 'age', namesOf };
  }
  const { start: from, end: to } = context.spans.value;
  return { problem: { code: built.code, from, to, message: built.message, suggestion: built.suggestion } };
}

/** The names in `is:` and `has:` are plain words; a pattern or a range is never one. */
function words(any: readonly Alternative[]): (string | undefined)[] {
  return any.map(one => (one.type === 'pattern' && one.pattern.length === 1 ? one.pattern[0] : undefined));
}

function flagTest<R>(term: MatchTerm, context: TermContext<R>): Built<R> {
  const tests: TermTest<R>[] = [];
  for (const word of words(term.any)) {
    const field = word === undefined ? undefined : context.fields.find(word)?.field;
    if (field?.type !== 'flag') {
      return notFound({ what: 'flag', word, known: context.fields.flags, prefix: 'is:' }, context);
    }
    tests.push(resource => field.get(resource) === true);
  }
  return { test: resource => tests.some(test => test(resource)), usesClock: false };
}

function presenceTest<R>(term: MatchTerm, context: TermContext<R>): Built<R> {
  const tests: TermTest<R>[] = [];
  for (const word of words(term.any)) {
    const field = word === undefined ? undefined : context.fields.find(word)?.field;
    if (field === undefined || field.type === 'flag') {
      return notFound({ what: 'field', word, known: context.fields.names, prefix: 'has:' }, context);
    }
    tests.push(resource => isPresent(field, resource));
  }
  return { test: resource => tests.some(test => test(resource)), usesClock: false };
}

function isPresent<R>(field: Field<R>, resource: R): boolean {
  const value = field.get(resource);
  if (value === null || value === undefined || value === '') return false;
  return !Array.isArray(value) || value.length > 0;
}

interface NotFound {
  readonly what: 'field' | 'flag';
  readonly word: string | undefined;
  readonly known: readonly string[];
  readonly prefix: string;
}

function notFound<R>({ what, word, known, prefix }: NotFound, { spans }: TermContext<R>): Built<R> {
  const shown = word ?? '';
  const meant = nearest(shown, known);
  const problem: QueryProblem = {
    code: what === 'flag' ? 'unknown-flag' : 'unknown-field',
    from: spans.value.start,
    to: spans.value.end,
    message: `Unknown ${what} '${shown}'${meant === undefined ? '.' : `, did you mean '${meant}'?`}`,
    suggestion: meant === undefined ? undefined : `${prefix}${meant}`,
  };
  return { problem };
}

function unknownField<R>(name: string, { fields, spans }: TermContext<R>): Built<R> {
  const meant = nearest(name, [...fields.names, 'is', 'has']);
  const at = spans.field ?? spans;
  const hint =
    meant === undefined ? `. To search for this text, put it in quotes.` : `, did you mean '${meant}'?`;
  const message = `Unknown field '${name}'${hint}`;
  return { problem: { code: 'unknown-field', from: at.start, to: at.end, message, suggestion: meant } };
}
