import { randomUUID } from 'node:crypto';
import type { changeProjectSchema, createProjectSchema } from '@orrery/contract/http/bodies.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { membershipTable, projectTable } from '../database/schema/identity.ts';
import { RequestError } from '../errors/request-error.ts';
import type { IdentityContext, Queries } from './context.ts';
import { isForeignKeyViolation, isUniqueViolation } from './constraint-violations.ts';

export type NewProject = z.output<typeof createProjectSchema>;
export type ProjectChange = z.output<typeof changeProjectSchema>;

/** Null is no limit. Networks take of the ranges of addresses of all: an administrator says who may make them. */
const firstQuota: Quota = {
  instances: null,
  vcpus: null,
  memoryMiB: null,
  volumes: null,
  volumeGiB: null,
  snapshots: null,
  networks: 0,
  images: null,
};

const nameKey = (name: string) => name.toLowerCase();

export async function createProject(
  { db, clock, changed }: IdentityContext,
  project: NewProject,
): Promise<string> {
  const id = randomUUID();
  const { name, description } = project;
  const createdAt = new Date(clock.now());
  await refuseTakenName(name, () =>
    db.insert(projectTable).values({
      id,
      name,
      nameKey: nameKey(name),
      description,
      disabled: false,
      quota: firstQuota,
      createdAt,
    }),
  );
  await changed({ projects: [id] });
  return id;
}

export async function changeProject(
  context: IdentityContext,
  id: string,
  change: ProjectChange,
): Promise<void> {
  const members = await context.db.transaction(async tx => {
    const [before] = await tx.select().from(projectTable).where(eq(projectTable.id, id)).for('update');
    if (!before) throw new RequestError('resource.not-found', 'There is no such project');
    const { name = before.name, description = before.description, disabled = before.disabled } = change;
    const quota = { ...before.quota, ...change.quota };
    await refuseTakenName(name, () =>
      tx
        .update(projectTable)
        .set({ name, nameKey: nameKey(name), description, disabled, quota })
        .where(eq(projectTable.id, id)),
    );
    return membersOf(tx, id);
  });
  // Members of a disabled project lose their rights in it at once.
  for (const userId of members) context.bus.emit({ userId });
  await context.changed({ projects: [id], users: members });
}

/** The caller has made sure that nothing in the inventory belongs to the project. */
export async function deleteProject(context: IdentityContext, id: string): Promise<void> {
  const members = await context.db.transaction(async tx => {
    const found = await membersOf(tx, id);
    const gone = await refuseWhileOwner(() =>
      tx.delete(projectTable).where(eq(projectTable.id, id)).returning({ id: projectTable.id }),
    );
    if (gone.length === 0) throw new RequestError('resource.not-found', 'There is no such project');
    return found;
  });
  for (const userId of members) context.bus.emit({ userId });
  await context.changed({ projects: [id], users: members });
}

async function membersOf(db: Queries, project: string): Promise<string[]> {
  const rows = await db
    .select({ user: membershipTable.userId })
    .from(membershipTable)
    .where(eq(membershipTable.projectId, project));
  return rows.map(row => row.user);
}

async function refuseTakenName(name: string, write: () => PromiseLike<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RequestError('name.taken', `There is a project ${name} already`);
  }
}

/** Images hold on to their project in the database: one may have come since the inventory was asked. */
async function refuseWhileOwner<T>(remove: () => PromiseLike<T>): Promise<T> {
  try {
    return await remove();
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    throw new RequestError(
      'action.refused',
      'The project is not empty: images belong to it; delete them first',
    );
  }
}
