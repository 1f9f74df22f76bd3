import type { Alternative, CompareOp, ParsedQuery, Pattern, QueryProblem, Term, TermSpans } from './ast.ts';
import { isBlank, Lexer } from './lex.ts';

/** Enough for any saved view; bounds the work that one request can ask for. */
export const maxQueryLength = 2_000;
export const maxTerms = 64;

const compareOps: readonly CompareOp[] = ['>=', '<=', '>', '<'];

interface Sink {
  readonly terms: Term[];
  readonly spans: TermSpans[];
}

/** Reads a query text. Never throws: what cannot be read becomes a problem with its position. */
export function parseQuery(text: string): ParsedQuery {
  const lexer = new Lexer(text.slice(0, maxQueryLength));
  const sink: Sink = { terms: [], spans: [] };
  if (text.length > maxQueryLength) lexer.problems.push(tooLong(text));
  for (lexer.skipBlanks(); !lexer.done; lexer.skipBlanks()) {
    if (sink.terms.length === maxTerms) {
      lexer.problems.push(tooManyTerms(lexer.at, lexer.text.length));
      break;
    }
    readTerm(lexer, sink);
  }
  return { query: { terms: sink.terms }, spans: sink.spans, tokens: lexer.tokens, problems: lexer.problems };
}

function readTerm(lexer: Lexer, sink: Sink): void {
  const start = lexer.at;
  const not = takeNot(lexer);
  const fieldStart = lexer.at;
  const field = lexer.takeField();
  const fieldSpan = { start: fieldStart, end: lexer.at };
  if (field === undefined) {
    const { pattern } = lexer.readPattern('text', false);
    // `""` asks for nothing.
    if (pattern.length === 1 && pattern[0] === '') return;
    sink.terms.push({ type: 'text', not, pattern });
    sink.spans.push({ start, end: lexer.at, value: { start: fieldStart, end: lexer.at } });
    return;
  }
  const op = takeOperator(lexer);
  const valueStart = lexer.at;
  const term = op === ':' ? readMatch(lexer, field, not) : readCompare(lexer, { field, op, not });
  const value = { start: valueStart, end: lexer.at };
  if (term === undefined) {
    lexer.problems.push(missingValue(field, { from: start, to: lexer.at }));
    return;
  }
  sink.terms.push(term);
  sink.spans.push({ start, end: lexer.at, field: fieldSpan, value });
}

/** `!` or `-` before a term, unless it stands alone. */
function takeNot(lexer: Lexer): boolean {
  const char = lexer.peek();
  const next = lexer.text[lexer.at + 1];
  if ((char !== '!' && char !== '-') || next === undefined || isBlank(next)) return false;
  lexer.take('not', 1);
  return true;
}

/** `=` is `:`, and `cpu:>80` is `cpu>80`. */
function takeOperator(lexer: Lexer): CompareOp | ':' {
  const start = lexer.at;
  const skip = lexer.peek() === ':' ? 1 : 0;
  const op = compareOps.find(candidate => lexer.text.startsWith(candidate, start + skip));
  lexer.take('operator', op === undefined ? 1 : skip + op.length);
  return op ?? ':';
}

function readCompare(
  lexer: Lexer,
  { field, op, not }: { field: string; op: CompareOp; not: boolean },
): Term | undefined {
  const { pattern } = lexer.readPattern('value', false);
  // A wildcard means nothing in a comparison; keep the star, so that the value is refused with its text.
  const value = pattern.join('*');
  return value === '' ? undefined : { type: 'compare', not, field, op, value };
}

function readMatch(lexer: Lexer, field: string, not: boolean): Term | undefined {
  const any: Alternative[] = [];
  for (;;) {
    const before = lexer.at;
    const { pattern, bare } = lexer.readPattern('value', true);
    if (lexer.at > before) any.push(alternative(pattern, bare));
    if (lexer.peek() !== ',') break;
    lexer.take('separator', 1);
  }
  return any.length === 0 ? undefined : { type: 'match', not, field, any };
}

function alternative(pattern: Pattern, bare: boolean): Alternative {
  const only = pattern.length === 1 ? pattern[0] : undefined;
  const dots = bare && only !== undefined ? only.indexOf('..') : -1;
  if (only === undefined || dots < 0 || only === '..') return { type: 'pattern', pattern };
  // `a=>..` asks for that text: written after a colon it would be a comparison.
  if (/^[<>]/.test(only)) return { type: 'pattern', pattern };
  return { type: 'range', from: only.slice(0, dots) || null, to: only.slice(dots + 2) || null };
}

function tooLong(text: string): QueryProblem {
  return {
    code: 'too-long',
    from: maxQueryLength,
    to: text.length,
    message: `A query has at most ${maxQueryLength} characters; this one has ${text.length}.`,
  };
}

function tooManyTerms(from: number, to: number): QueryProblem {
  return { code: 'too-many-terms', from, to, message: `A query has at most ${maxTerms} terms.` };
}

function missingValue(field: string, at: { from: number; to: number }): QueryProblem {
  return { code: 'missing-value', ...at, message: `Say a value for '${field}', or remove it.` };
}
