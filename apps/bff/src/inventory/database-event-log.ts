import { eventSchema, type OrreryEvent } from '@orrery/contract/resources/event.ts';
import { desc } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { eventTable } from '../database/schema/backends.ts';
import type { EventLog } from './event-journal.ts';

/** PostgreSQL takes 65,535 parameters a statement; an event has 5. */
const insertedAtOnce = 1_000;

export function createEventLog(db: NodePgDatabase): EventLog {
  return {
    append: async events => {
      for (let i = 0; i < events.length; i += insertedAtOnce) {
        const rows = events.slice(i, i + insertedAtOnce).map(toRow);
        await db.insert(eventTable).values(rows).onConflictDoNothing();
      }
    },
    newest: async count => {
      const rows = await db.select().from(eventTable).orderBy(desc(eventTable.id)).limit(count);
      return rows.flatMap(row => read(row.body));
    },
  };
}

const toRow = (event: OrreryEvent): typeof eventTable.$inferInsert => ({
  id: event.id,
  at: new Date(event.at),
  backend: event.backend,
  target: event.target,
  body: JSON.stringify(event),
});

/** An event of an older version that no longer fits is left out of the view; it stays in the database. */
function read(body: string): OrreryEvent[] {
  const parsed = eventSchema.safeParse(JSON.parse(body));
  return parsed.success ? [parsed.data] : [];
}
