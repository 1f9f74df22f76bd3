import type { Alternative, Pattern, Query, Term } from './ast.ts';

/** Literals made of these alone mean themselves anywhere in a query. */
const plain = /^[\p{L}\p{N}\p{M}_./@+%#-]+$/u;

/** Canonical text of a query: `parseQuery(formatQuery(q)).query` equals `q`. */
export function formatQuery(query: Query): string {
  return query.terms.map(formatTerm).join(' ');
}

/** The same for every text that asks the same, whatever the order of its terms: shares computations. */
export function queryKey(query: Query): string {
  return [...new Set(query.terms.map(formatTerm))].sort().join(' ');
}

export function formatTerm(term: Term): string {
  const not = term.not ? '!' : '';
  switch (term.type) {
    case 'text':
      return `${not}${formatText(term.pattern)}`;
    case 'match':
      return `${not}${term.field}:${term.any.map(formatAlternative).join(',')}`;
    case 'compare':
      return `${not}${term.field}${term.op}${quoteIfNeeded(term.value)}`;
  }
}

function formatText(pattern: Pattern): string {
  const text = formatPattern(pattern);
  // A leading minus would negate; a lone quoted word cannot.
  return text.startsWith('-') ? `${quote(pattern[0] ?? '')}${rest(pattern)}` : text;
}

function formatAlternative(alternative: Alternative): string {
  if (alternative.type === 'range') return `${alternative.from ?? ''}..${alternative.to ?? ''}`;
  const [only] = alternative.pattern;
  const single = alternative.pattern.length === 1 && only !== undefined;
  return single ? valueText(only) : formatPattern(alternative.pattern);
}

/** One value as it must be written after `field:`, where dots would make a range. */
export function valueText(value: string): string {
  return value.includes('..') ? quote(value) : quoteIfNeeded(value);
}

function formatPattern(pattern: Pattern): string {
  if (pattern.length === 1) return quoteIfNeeded(pattern[0] ?? '');
  return pattern.map(formatLiteral).join('*');
}

function rest(pattern: Pattern): string {
  return pattern
    .slice(1)
    .map(literal => `*${formatLiteral(literal)}`)
    .join('');
}

/** Beside a star an empty literal is nothing. */
function formatLiteral(literal: string): string {
  return literal === '' ? '' : quoteIfNeeded(literal);
}

/** One value as it must be written in a query. */
export function quoteIfNeeded(value: string): string {
  return plain.test(value) ? value : quote(value);
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
