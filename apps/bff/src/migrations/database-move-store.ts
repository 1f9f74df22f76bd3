import { type Migration, migrationSchema } from '@orrery/contract/migrations/migration.ts';
import { and, asc, count, desc, eq, inArray, lt, notInArray, or, sql } from 'drizzle-orm';
import { migrationTable as moves } from '../database/schema/moves.ts';
import type { Db } from '../identity/context.ts';
import { type KeptMove, moveBasisSchema } from './kept-move.ts';
import type { EndedMoves, MovePlace, MoveStore } from './move-store.ts';

const open = ['queued', 'running'] as const satisfies readonly Migration['status'][];

export function createMoveStore(db: Db): MoveStore {
  return {
    save: async ({ row, basis, shown }) => {
      const changing = {
        state: row.status,
        basis: basis && JSON.stringify(basis),
        body: JSON.stringify(row),
      };
      await db
        .insert(moves)
        .values({
          ...changing,
          id: row.id,
          backend: row.backend ?? '',
          instance: row.instance,
          shown,
          createdAt: new Date(row.startedAt ?? row.asOf),
        })
        .onConflictDoUpdate({
          target: moves.id,
          set: { ...changing, shown: sql`greatest(${moves.shown}, excluded.shown)` },
        });
    },
    saveShown: async (id, shown) => {
      await db
        .update(moves)
        .set({ shown })
        .where(and(eq(moves.id, id), lt(moves.shown, shown)));
    },
    get: async id => (await db.select().from(moves).where(eq(moves.id, id))).flatMap(read)[0],
    unfinished: async () => {
      const rows = await db
        .select()
        .from(moves)
        .where(inArray(moves.state, [...open]))
        .orderBy(asc(moves.createdAt));
      return rows.flatMap(read);
    },
    ended: wanted => readEnded(db, wanted),
  };
}

async function readEnded(
  db: Db,
  { limit, instance, after }: Parameters<MoveStore['ended']>[0],
): Promise<EndedMoves> {
  const all = and(
    notInArray(moves.state, [...open]),
    instance === undefined ? undefined : eq(moves.instance, instance),
  );
  const rows = await db
    .select()
    .from(moves)
    .where(and(all, after && placedAfter(after)))
    .orderBy(desc(moves.createdAt), desc(moves.id))
    .limit(limit + 1);
  const [counted] = await db.select({ total: count() }).from(moves).where(all);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? { createdAt: last.createdAt.toISOString(), id: last.id } : null;
  return { items: shown.flatMap(read).map(({ row }) => row), total: counted?.total ?? 0, next };
}

function placedAfter({ createdAt, id }: MovePlace) {
  const at = new Date(createdAt);
  return or(lt(moves.createdAt, at), and(eq(moves.createdAt, at), lt(moves.id, id)));
}

/** A row of an older version that no longer fits is left out of the view; it stays in the database. */
function read({ body, basis, shown }: typeof moves.$inferSelect): KeptMove[] {
  const row = migrationSchema.safeParse(JSON.parse(body));
  const parsed = basis === null ? null : moveBasisSchema.safeParse(JSON.parse(basis));
  return row.success ? [{ row: row.data, basis: parsed?.success ? parsed.data : null, shown }] : [];
}
