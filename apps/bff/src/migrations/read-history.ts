import type { MigrationHistory, MigrationHistoryQuery } from '@orrery/contract/migrations/routes.ts';
import { z } from 'zod';
import { RequestError } from '../errors/request-error.ts';
import type { MovePlace, MoveStore } from './move-store.ts';

const placeSchema = z.strictObject({
  createdAt: z.iso.datetime(),
  id: z.string(),
  of: z.string().nullable(),
});

/** A page of all moves that have ended, from disk: the inventory holds the newest only (MG-16). */
export async function readHistory(
  store: Pick<MoveStore, 'ended'>,
  { instance, limit, cursor }: MigrationHistoryQuery,
): Promise<Omit<MigrationHistory, 'revision'>> {
  const of = instance ?? null;
  const after = cursor === undefined ? undefined : readPlace(cursor, of);
  const { items, total, next } = await store.ended({ limit, instance, after });
  return { items, total, nextCursor: next && writePlace({ ...next, of }) };
}

const writePlace = (place: MovePlace & { of: string | null }): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

function readPlace(cursor: string, of: string | null): MovePlace {
  const place = parsed(cursor);
  if (place && place.of === of) return place;
  throw new RequestError(
    'cursor.invalid',
    'The cursor is not one of this list. Ask for the same instance as in the request that gave it, or start without it.',
  );
}

function parsed(cursor: string) {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
