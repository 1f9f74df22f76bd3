import type { TextTerm } from './ast.ts';
import type { VisibleFields } from './fields.ts';
import { fold } from './fold.ts';
import { partMatcher } from './pattern.ts';
import type { TermTest } from './term-test.ts';

/** Between the texts of a resource that are searched as one. Nobody types it; a word with it is looked for text by text. */
const between = '\u0000';

/** What free text is looked for in. */
export function textReader<R>(fields: VisibleFields<R>): (resource: R) => readonly string[] {
  const readers: ((resource: R) => readonly string[] | string | null | undefined)[] = [];
  for (const name of fields.names) {
    const field = fields.find(name)?.field;
    if ((field?.type === 'string' || field?.type === 'list') && field.text) readers.push(field.get);
  }
  return resource => {
    const texts: string[] = [];
    for (const read of readers) {
      const found = read(resource);
      if (typeof found === 'string') texts.push(found);
      else for (const text of found ?? []) texts.push(text);
    }
    return texts;
  };
}

/** All texts as one, ready to be searched. */
export const foldTexts = (texts: readonly string[]): string => texts.map(fold).join(between);

/** `folded` tells all texts of a resource as `foldTexts` makes them: remembered, they need not be made for each question. */
export function freeTextTest<R>(
  { pattern }: TextTerm,
  { fields, folded }: { fields: VisibleFields<R>; folded: ((resource: R) => string) | undefined },
): TermTest<R> {
  const word = fold(pattern[0] ?? '');
  if (folded !== undefined && pattern.length === 1 && word !== '' && !word.includes(between))
    return resource => folded(resource).includes(word);
  const match = partMatcher(pattern);
  const read = textReader(fields);
  return resource => read(resource).some(match);
}
