import type { Span } from './ast.ts';
import { isBlank } from './lex.ts';

/** What is being written at the cursor, and what a completion of it replaces. */
export interface CursorPlace {
  /** Before the operator; undefined where there is none yet. */
  readonly field: string | undefined;
  /** The operator is not `:` or `=`. */
  readonly comparing: boolean;
  /** From its start to the cursor, without `!`, quotes and what is before a comma. */
  readonly typed: string;
  readonly replace: Span;
}

/** In `status:running,sto` the value `sto`; in `project:"web te` the whole of what is in the quote. */
export function placeAt(text: string, cursor: number): CursorPlace {
  const { start, value, quoted } = startsOf(text, cursor);
  const word = text.slice(start, cursor);
  const operator = /[:<>=]+/.exec(word);
  if (operator === null) {
    return {
      field: undefined,
      comparing: false,
      typed: word,
      replace: { start, end: endOf(text, cursor, isBlank) },
    };
  }
  const from = Math.max(value, start + operator.index + operator[0].length);
  const ends = (char: string | undefined) => isBlank(char) || char === ',';
  return {
    field: word.slice(0, operator.index).toLowerCase(),
    comparing: operator[0] !== ':' && operator[0] !== '=',
    typed: unquoted(text.slice(from, cursor)),
    replace: { start: from, end: endOf(text, quoted ? afterQuote(text, cursor) : cursor, ends) },
  };
}

interface Starts {
  /** Of the word, behind a leading `!` or `-`. */
  readonly start: number;
  /** Of the part behind the last comma. */
  readonly value: number;
  /** The cursor is inside of a quote. */
  readonly quoted: boolean;
}

function startsOf(text: string, cursor: number): Starts {
  let start = 0;
  let value = 0;
  let quoted = false;
  for (let at = 0; at < cursor; at += 1) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    else if (quoted && char === '\\') at += 1;
    else if (!quoted && isBlank(char)) start = at + 1;
    if (!quoted && (char === ',' || isBlank(char))) value = at + 1;
  }
  if (start < cursor && (text[start] === '!' || text[start] === '-')) start += 1;
  return { start, value, quoted };
}

/** Behind the quote that closes here. Where none does, what follows is no part of it. */
function afterQuote(text: string, cursor: number): number {
  const quotes = [...text.slice(cursor).matchAll(/\\.|"/g)].filter(([found]) => found === '"');
  const [first] = quotes;
  return first === undefined || quotes.length % 2 === 0 ? cursor : cursor + first.index + 1;
}

function endOf(text: string, from: number, ends: (char: string | undefined) => boolean): number {
  let end = from;
  while (end < text.length && !ends(text[end])) end += 1;
  return end;
}

function unquoted(typed: string): string {
  return typed.startsWith('"') ? typed.replaceAll(/\\(.)|"/g, '$1') : typed.replaceAll('"', '');
}
