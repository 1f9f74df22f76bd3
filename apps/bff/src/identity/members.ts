import type { ProjectRole } from '@orrery/contract/identity/roles.ts';
import { and, eq } from 'drizzle-orm';
import { membershipTable, projectTable, userTable } from '../database/schema/identity.ts';
import { RequestError } from '../errors/request-error.ts';
import type { IdentityContext, Queries } from './context.ts';
import { isUuid } from './uuid.ts';

export async function projectsOf(db: Queries, userId: string): Promise<string[]> {
  const rows = await db
    .select({ project: membershipTable.projectId })
    .from(membershipTable)
    .where(eq(membershipTable.userId, userId));
  return rows.map(row => row.project);
}

/** `user` is an id, or a name: managers of a project may not list users, but know whom they want to add. */
export async function setMember(
  context: IdentityContext,
  { project, user, role }: { project: string; user: string; role: ProjectRole },
): Promise<void> {
  const userId = await context.db.transaction(async tx => {
    const id = await findUser(tx, user);
    const [found] = await tx
      .select({ id: projectTable.id })
      .from(projectTable)
      .where(eq(projectTable.id, project))
      .for('key share');
    if (!found) throw new RequestError('resource.not-found', 'There is no such project');
    await tx
      .insert(membershipTable)
      .values({ projectId: project, userId: id, role })
      .onConflictDoUpdate({ target: [membershipTable.projectId, membershipTable.userId], set: { role } });
    return id;
  });
  await announce(context, project, userId);
}

export async function removeMember(
  context: IdentityContext,
  { project, user }: { project: string; user: string },
): Promise<void> {
  const userId = await findUser(context.db, user);
  const gone = await context.db
    .delete(membershipTable)
    .where(and(eq(membershipTable.projectId, project), eq(membershipTable.userId, userId)))
    .returning({ user: membershipTable.userId });
  if (gone.length === 0)
    throw new RequestError('resource.not-found', 'This user is no member of the project');
  await announce(context, project, userId);
}

async function announce(context: IdentityContext, project: string, userId: string): Promise<void> {
  context.bus.emit({ userId });
  await context.changed({ users: [userId], projects: [project] });
}

async function findUser(db: Queries, user: string): Promise<string> {
  const column = isUuid(user) ? userTable.id : userTable.usernameKey;
  const [found] = await db.select({ id: userTable.id }).from(userTable).where(eq(column, user.toLowerCase()));
  if (!found) throw new RequestError('resource.not-found', 'There is no such user');
  return found.id;
}
