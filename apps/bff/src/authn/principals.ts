import { and, eq } from 'drizzle-orm';
import type { Principal } from '../authz/principal.ts';
import { membershipTable, projectTable, userTable } from '../database/schema/identity.ts';
import type { Queries } from '../identity/context.ts';

/** The user with present rights; null when deleted or disabled. Disabled projects give no rights. */
export async function loadPrincipal(
  db: Queries,
  { userId, kind, credential }: Pick<Principal, 'userId' | 'kind' | 'credential'>,
): Promise<Principal | null> {
  const rows = await db
    .select({
      username: userTable.username,
      role: userTable.role,
      disabled: userTable.disabled,
      project: projectTable.id,
      projectRole: membershipTable.role,
    })
    .from(userTable)
    .leftJoin(membershipTable, eq(membershipTable.userId, userTable.id))
    .leftJoin(
      projectTable,
      and(eq(projectTable.id, membershipTable.projectId), eq(projectTable.disabled, false)),
    )
    .where(eq(userTable.id, userId));
  const [user] = rows;
  if (!user || user.disabled) return null;
  return {
    kind,
    userId,
    username: user.username,
    role: user.role,
    memberships: rows.flatMap(({ project, projectRole }) =>
      project !== null && projectRole !== null ? [{ project, role: projectRole }] : [],
    ),
    credential,
  };
}
