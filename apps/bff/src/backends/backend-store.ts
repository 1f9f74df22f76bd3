import { type AddBackend } from './api.ts';
import type { SecretBox } from './api.ts';
import { backendSettingsSchema, type BackendSettings } from '@orrery/contract/backends/settings.ts';
import { asc, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { backendTable } from '../database/schema/backends.ts';

export type StoredBackend = { id: string; name: string } & (
  | { settings: BackendSettings }
  /** Cannot be read: the key is missing or the record was changed. */
  | { settings: null; problem: string; kind: string }
);

/** Backends added in the browser; their settings are kept sealed. */
export interface BackendStore {
  list: () => Promise<StoredBackend[]>;
  /** False when the id is taken. */
  add: (backend: AddBackend, at: Date) => Promise<boolean>;
  /** False when there is none. */
  change: (backend: AddBackend) => Promise<boolean>;
  remove: (id: string) => Promise<void>;
}

export function createBackendStore(db: NodePgDatabase, box: SecretBox): BackendStore {
  return {
    list: async () => {
      const rows = await db.select().from(backendTable).orderBy(asc(backendTable.createdAt));
      return rows.map(row => read(row, box));
    },
    add: async ({ id, name, settings }, at) => {
      const sealed = box.seal(JSON.stringify(settings), recordId(id));
      const row = { id, name, kind: settings.kind, settings: sealed, createdAt: at };
      const added = await db.insert(backendTable).values(row).onConflictDoNothing().returning();
      return added.length > 0;
    },
    change: async ({ id, name, settings }) => {
      const sealed = box.seal(JSON.stringify(settings), recordId(id));
      const changed = await db
        .update(backendTable)
        .set({ name, kind: settings.kind, settings: sealed })
        .where(eq(backendTable.id, id))
        .returning();
      return changed.length > 0;
    },
    remove: async id => {
      await db.delete(backendTable).where(eq(backendTable.id, id));
    },
  };
}

const recordId = (id: string): string => `backend/${id}`;

function read(row: typeof backendTable.$inferSelect, box: SecretBox): StoredBackend {
  const { id, name, kind } = row;
  try {
    return {
      id,
      name,
      settings: backendSettingsSchema.parse(JSON.parse(box.open(row.settings, recordId(id)))),
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { id, name, settings: null, kind, problem: `Its settings cannot be read: ${problem}` };
  }
}
