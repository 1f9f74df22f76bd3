export type CodeLanguage = 'xml' | 'json' | 'text';
export type CodeToken = { text: string; kind: 'plain' | 'name' | 'attribute' | 'value' | 'comment' };

const XML = /(<!--[\s\S]*?-->)|(<\/?[\w:.-]+|\/?>)|([\w:.-]+)(?==["'])|("[^"]*"|'[^']*')/g;
const JSON_TOKENS =
  /("(?:\\.|[^"\\])*")(?=\s*:)|("(?:\\.|[^"\\])*"|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** Colours for reading, not a parser: text that is not understood stays plain. */
export function highlight(code: string, language: CodeLanguage): CodeToken[] {
  if (language === 'xml') return tokens(code, XML, ['comment', 'name', 'attribute', 'value']);
  if (language === 'json') return tokens(code, JSON_TOKENS, ['attribute', 'value']);
  return [{ text: code, kind: 'plain' }];
}

function tokens(code: string, pattern: RegExp, kinds: readonly CodeToken['kind'][]): CodeToken[] {
  const found: CodeToken[] = [];
  let end = 0;
  for (const match of code.matchAll(pattern)) {
    if (match.index > end) found.push({ text: code.slice(end, match.index), kind: 'plain' });
    const group = match.slice(1).findIndex(part => part !== undefined);
    found.push({ text: match[0], kind: kinds[group] ?? 'plain' });
    end = match.index + match[0].length;
  }
  if (end < code.length) found.push({ text: code.slice(end), kind: 'plain' });
  return found;
}
