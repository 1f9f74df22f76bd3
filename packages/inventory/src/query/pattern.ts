import type { Pattern } from './ast.ts';
import { fold } from './fold.ts';

export type TextTest = (text: string) => boolean;

/** The whole text must match: field values. Linear in the text whatever the pattern. */
export function wholeMatcher(pattern: Pattern): TextTest {
  const [first = '', ...others] = pattern.map(fold);
  const last = others.pop();
  if (last === undefined) return text => fold(text) === first;
  return text => {
    const folded = fold(text);
    if (folded.length < first.length + last.length) return false;
    if (!folded.startsWith(first) || !folded.endsWith(last)) return false;
    return inOrder(folded, others, { from: first.length, to: folded.length - last.length });
  };
}

/** Any part of the text may match: free text. */
export function partMatcher(pattern: Pattern): TextTest {
  const [first = '', ...others] = pattern.map(fold);
  if (others.length === 0) return text => fold(text).includes(first);
  const literals = [first, ...others];
  return text => {
    const folded = fold(text);
    return inOrder(folded, literals, { from: 0, to: folded.length });
  };
}

function inOrder(text: string, literals: readonly string[], within: { from: number; to: number }): boolean {
  let at = within.from;
  for (const literal of literals) {
    const found = text.indexOf(literal, at);
    if (found < 0 || found + literal.length > within.to) return false;
    at = found + literal.length;
  }
  return true;
}
