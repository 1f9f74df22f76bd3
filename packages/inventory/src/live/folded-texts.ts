import { visibleFields, type FieldTable } from '../query/fields.ts';
import { foldTexts, textReader } from '../query/free-text.ts';
import type { StoredResource } from '../store/types.ts';

/**
 * The texts of resources as free text is looked for in them: to make them takes most of the time of such a question, and
 * figures, which are what changes most, are not in them.
 */
export class FoldedTexts<R extends StoredResource> {
  private readonly known = new Map<string, string>();
  private readonly read: (resource: R) => readonly string[];

  constructor(table: FieldTable<R>, hides: readonly string[]) {
    this.read = textReader(visibleFields(table, hides));
  }

  readonly of = (resource: R): string => {
    const known = this.known.get(resource.id);
    if (known !== undefined) return known;
    const text = foldTexts(this.read(resource));
    this.known.set(resource.id, text);
    return text;
  };

  /** Must be told of each change before the resource is asked about again. */
  changed(before: R | undefined, after: R | undefined): void {
    if (before === undefined || !this.known.has(before.id)) return;
    if (after === undefined || !sameTexts(this.read(before), this.read(after))) this.known.delete(before.id);
  }
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);
