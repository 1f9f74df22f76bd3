import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import { planTable as plans } from '../../database/schema/moves.ts';
import type { Db } from '../../identity/context.ts';
import { type PlanRecord, planRecordSchema, type PlanStore } from './plan-record.ts';

export function createPlanStore(db: Db): PlanStore {
  return {
    save: async record => {
      const { id, host, state, createdAt } = record.plan;
      const changing = { state, body: JSON.stringify(record) };
      await db
        .insert(plans)
        .values({ id, host, createdAt: new Date(createdAt), ...changing })
        .onConflictDoUpdate({ target: plans.id, set: changing });
    },
    get: async id => (await db.select().from(plans).where(eq(plans.id, id))).flatMap(read)[0],
    open: async () =>
      (
        await db
          .select()
          .from(plans)
          .where(inArray(plans.state, ['running', 'paused']))
      ).flatMap(read),
    dropPreviews: async before => {
      await db.delete(plans).where(and(eq(plans.state, 'preview'), lt(plans.createdAt, new Date(before))));
    },
    newest: async ({ host, limit }) => {
      const rows = await db
        .select()
        .from(plans)
        .where(host === undefined ? undefined : eq(plans.host, host))
        .orderBy(desc(plans.createdAt))
        .limit(limit);
      return rows.flatMap(read);
    },
  };
}

/** One of an older version that no longer fits is left out of the view; it stays in the database. */
function read({ body }: typeof plans.$inferSelect): PlanRecord[] {
  const parsed = planRecordSchema.safeParse(JSON.parse(body));
  return parsed.success ? [parsed.data] : [];
}
