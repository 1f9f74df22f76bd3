import { type Migration, migrationSchema } from '@orrery/contract/migrations/migration.ts';
import { and, asc, desc, eq, inArray, lt, notInArray, sql } from 'drizzle-orm';
import { migrationTable as moves } from '../database/schema/moves.ts';
import type { Db } from '../identity/context.ts';
import { type KeptMove, moveBasisSchema } from './kept-move.ts';
import type { MoveStore } from './move-store.ts';

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
    ended: async ({ limit, instance, before }) => {
      const rows = await db
        .select()
        .from(moves)
        .where(
          and(
            notInArray(moves.state, [...open]),
            instance === undefined ? undefined : eq(moves.instance, instance),
            before === undefined ? undefined : lt(moves.createdAt, new Date(before)),
          ),
        )
        .orderBy(desc(moves.createdAt))
        .limit(limit);
      return rows.flatMap(read).map(({ row }) => row);
    },
  };
}

/** A row of an older version that no longer fits is left out of the view; it stays in the database. */
function read({ body, basis, shown }: typeof moves.$inferSelect): KeptMove[] {
  const row = migrationSchema.safeParse(JSON.parse(body));
  const parsed = basis === null ? null : moveBasisSchema.safeParse(JSON.parse(basis));
  return row.success ? [{ row: row.data, basis: parsed?.success ? parsed.data : null, shown }] : [];
}
