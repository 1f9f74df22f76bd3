import type { Column } from './columns.ts';

/** What a row shows on a narrow screen: one column as its title, a few others in a second line. */
export type Brief<T> = {
  title: Column<T>;
  facts: readonly Column<T>[];
  /** What can be done at once. */
  end: Column<T> | undefined;
};

/** More do not fit beside each other, and what is cut off says nothing. */
const MOST_FACTS = 4;
const FIRST_FACTS = 3;

/**
 * The facts are the columns that say so and those that the reader chose to see beside the usual ones; where none says
 * so, the first few.
 */
export function briefOf<T>(shown: readonly Column<T>[]): Brief<T> | undefined {
  const title = shown.find(column => column.brief === 'title') ?? shown[0];
  if (title === undefined) return undefined;
  const end = shown.find(column => column.brief === 'end');
  const others = shown.filter(column => column !== title && column !== end);
  const named = others.some(column => column.brief !== undefined);
  const facts = named
    ? others.filter(column => column.brief !== undefined || column.optional)
    : others.slice(0, FIRST_FACTS);
  return { title, facts: facts.slice(0, MOST_FACTS), end };
}
