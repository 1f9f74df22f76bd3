import { z } from 'zod';
import { RequestError } from '../errors/request-error.ts';

/** Where the next page begins: after this row, or at this place if the row is gone by then. */
const cursorSchema = z.strictObject({
  after: z.string(),
  place: z.number().int().nonnegative(),
  of: z.string(),
});
export type Cursor = z.infer<typeof cursorSchema>;

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** `of`: the list that it must have come from. */
export function readCursor(text: string, of: string): Cursor {
  const cursor = parse(text);
  if (cursor === undefined || cursor.of !== of) {
    throw new RequestError(
      'cursor.invalid',
      'The cursor is not one of this list. Repeat q and sort as in the request that gave it, or start without it.',
    );
  }
  return cursor;
}

function parse(text: string): Cursor | undefined {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
