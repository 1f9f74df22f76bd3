import type { Pattern, QueryProblem, Token, TokenKind } from './ast.ts';

/** Characters that begin an operator after a field name. */
const fieldName = /[A-Za-z][A-Za-z0-9_.-]*(?=[:<>=])/y;
const blank = /\s/;
/** Addresses would otherwise read as `field:value`. */
const hardwareAddress = /^[0-9a-f]{2}(:[0-9a-f]{2}){2,}$/i;

export function isBlank(char: string | undefined): boolean {
  return char !== undefined && blank.test(char);
}

/** A word of free text although it looks like `field:...`: a MAC or an IPv6 address. */
function looksLikeAddress(word: string): boolean {
  return hardwareAddress.test(word) || (word.includes('::') && /^[0-9a-f:.]+$/i.test(word));
}

export interface PatternRead {
  readonly pattern: Pattern;
  /** Without quotes around any part: only then `..` is a range. */
  readonly bare: boolean;
}

/** Reads a query text from left to right, taking notes for highlighting. */
export class Lexer {
  readonly tokens: Token[] = [];
  readonly problems: QueryProblem[] = [];
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string | undefined {
    return this.text[this.at];
  }

  /** The word from here to the next white space, without consuming it. */
  private word(): string {
    let end = this.at;
    while (end < this.text.length && !isBlank(this.text[end])) end += 1;
    return this.text.slice(this.at, end);
  }

  skipBlanks(): void {
    while (isBlank(this.peek())) this.at += 1;
  }

  take(kind: TokenKind, length: number): string {
    const start = this.at;
    this.at += length;
    this.tokens.push({ kind, start, end: this.at });
    return this.text.slice(start, this.at);
  }

  /** A field name if an operator follows it. */
  takeField(): string | undefined {
    fieldName.lastIndex = this.at;
    const name = fieldName.exec(this.text)?.[0];
    if (name === undefined || looksLikeAddress(this.word())) return undefined;
    return this.take('field', name.length).toLowerCase();
  }

  /** Quoted and bare parts and `*`, up to white space (and `,` where a list may follow). */
  readPattern(kind: 'text' | 'value', stopAtComma: boolean): PatternRead {
    const pattern: string[] = [''];
    let bare = true;
    while (!this.done) {
      const char = this.peek();
      if (isBlank(char) || (stopAtComma && char === ',')) break;
      if (char === '"') {
        bare = false;
        append(pattern, this.readQuoted());
      } else if (char === '*') {
        this.take('wildcard', 1);
        star(pattern);
      } else {
        append(pattern, this.readBare(kind, stopAtComma));
      }
    }
    return { pattern, bare };
  }

  private readBare(kind: 'text' | 'value', stopAtComma: boolean): string {
    let end = this.at;
    for (; end < this.text.length; end += 1) {
      const char = this.text[end];
      if (isBlank(char) || char === '"' || char === '*' || (stopAtComma && char === ',')) break;
    }
    return this.take(kind, end - this.at);
  }

  private readQuoted(): string {
    const start = this.at;
    let value = '';
    let end = start + 1;
    for (; end < this.text.length && this.text[end] !== '"'; end += 1) {
      if (this.text[end] === '\\' && end + 1 < this.text.length) end += 1;
      value += this.text[end] ?? '';
    }
    const closed = end < this.text.length;
    this.take('string', (closed ? end + 1 : end) - start);
    if (!closed) {
      this.problems.push({
        code: 'unterminated-quote',
        from: start,
        to: this.at,
        message: 'This quote is not closed.',
        suggestion: `${this.text.slice(start)}"`,
      });
    }
    return value;
  }
}

function append(pattern: string[], literal: string): void {
  pattern[pattern.length - 1] = `${pattern.at(-1) ?? ''}${literal}`;
}

/** Two stars in a row are one. */
function star(pattern: string[]): void {
  if (pattern.length > 1 && pattern.at(-1) === '') return;
  pattern.push('');
}
