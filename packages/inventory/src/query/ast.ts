/**
 * The query language as a value. `status:running,paused host:kvm-* cpu>80 !tag:prod web`
 *
 * A pattern is the literal texts between its `*`: `['web']` is `web`, `['web-', '']` is `web-*`, `['', '']` is `*`.
 */
export type Pattern = readonly string[];

export type CompareOp = '>' | '>=' | '<' | '<=';

export type Alternative =
  | { readonly type: 'pattern'; readonly pattern: Pattern }
  /** Both ends included; null is open. Texts as written: what they mean depends on the field. */
  | { readonly type: 'range'; readonly from: string | null; readonly to: string | null };

export interface TextTerm {
  readonly type: 'text';
  readonly not: boolean;
  readonly pattern: Pattern;
}

export interface MatchTerm {
  readonly type: 'match';
  readonly not: boolean;
  /** Lower case. */
  readonly field: string;
  readonly any: readonly Alternative[];
}

export interface CompareTerm {
  readonly type: 'compare';
  readonly not: boolean;
  readonly field: string;
  readonly op: CompareOp;
  readonly value: string;
}

export type Term = TextTerm | MatchTerm | CompareTerm;

/** All terms must hold. */
export interface Query {
  readonly terms: readonly Term[];
}

/** Positions in the text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface TermSpans extends Span {
  /** Undefined for free text. */
  readonly field?: Span;
  readonly value: Span;
}

export type TokenKind = 'not' | 'field' | 'operator' | 'value' | 'text' | 'string' | 'wildcard' | 'separator';

/** For highlighting. In order, without overlaps; white space has none. */
export interface Token extends Span {
  readonly kind: TokenKind;
}

export type ProblemCode =
  | 'too-long'
  | 'too-many-terms'
  | 'unterminated-quote'
  | 'missing-value'
  | 'unknown-field'
  | 'unknown-flag'
  | 'unknown-value'
  | 'bad-value'
  | 'missing-unit'
  | 'not-comparable'
  | 'not-sortable'
  | 'not-groupable'
  | 'not-summable'
  | 'duplicate'
  | 'bad-window';

/** Why a text is not understood. A query with problems matches nothing: what is not understood never widens a result. */
export interface QueryProblem {
  readonly code: ProblemCode;
  readonly from: number;
  readonly to: number;
  /** For people. */
  readonly message: string;
  /** What to write instead. */
  readonly suggestion?: string;
}

export interface ParsedQuery {
  readonly query: Query;
  /** Parallel to `query.terms`. */
  readonly spans: readonly TermSpans[];
  readonly tokens: readonly Token[];
  readonly problems: readonly QueryProblem[];
}
