import type { Project, User } from '@orrery/contract/resources/identity.ts';
import { eq, inArray } from 'drizzle-orm';
import {
  membershipTable,
  type ProjectRow,
  projectTable,
  type UserRow,
  userTable,
} from '../database/schema/identity.ts';
import type { Queries } from './context.ts';

interface Ids {
  /** Undefined for all. */
  ids?: readonly string[] | undefined;
  /** ISO 8601. */
  asOf: string;
}

const base = (asOf: string) => ({
  backend: null,
  asOf,
  source: 'event' as const,
  stale: false,
  actions: [],
});

/** Users as the inventory shows them. */
export async function loadUsers(db: Queries, { ids, asOf }: Ids): Promise<User[]> {
  const users = await db
    .select()
    .from(userTable)
    .where(ids && inArray(userTable.id, [...ids]));
  const memberships = await db
    .select({
      user: membershipTable.userId,
      project: projectTable.id,
      projectName: projectTable.name,
      role: membershipTable.role,
    })
    .from(membershipTable)
    .innerJoin(projectTable, eq(projectTable.id, membershipTable.projectId))
    .where(ids && inArray(membershipTable.userId, [...ids]));
  const byUser = Map.groupBy(memberships, membership => membership.user);
  return users.map(row =>
    presentUser(row, {
      asOf,
      memberships: (byUser.get(row.id) ?? []).map(m => ({
        project: m.project,
        projectName: m.projectName,
        role: m.role,
      })),
    }),
  );
}

function presentUser(row: UserRow, more: { asOf: string; memberships: User['memberships'] }): User {
  return {
    ...base(more.asOf),
    kind: 'user',
    id: row.id,
    name: row.displayName ?? row.username,
    project: null,
    status: row.disabled ? 'disabled' : 'active',
    username: row.username,
    displayName: row.displayName,
    role: row.role,
    identitySource: row.identitySource,
    memberships: more.memberships,
    createdAt: row.createdAt.toISOString(),
    lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
  };
}

/** Projects as the inventory shows them. How many instances belong to one is the inventory's knowledge. */
export async function loadProjects(
  db: Queries,
  { ids, asOf, instancesOf }: Ids & { instancesOf: (project: string) => number },
): Promise<Project[]> {
  const projects = await db
    .select()
    .from(projectTable)
    .where(ids && inArray(projectTable.id, [...ids]));
  const members = await db
    .select({
      project: membershipTable.projectId,
      user: userTable.id,
      username: userTable.username,
      role: membershipTable.role,
    })
    .from(membershipTable)
    .innerJoin(userTable, eq(userTable.id, membershipTable.userId))
    .where(ids && inArray(membershipTable.projectId, [...ids]));
  const byProject = Map.groupBy(members, member => member.project);
  return projects.map(row => ({
    ...presentProject(row, asOf),
    members: (byProject.get(row.id) ?? []).map(m => ({ user: m.user, username: m.username, role: m.role })),
    instanceCount: instancesOf(row.id),
  }));
}

function presentProject(row: ProjectRow, asOf: string): Omit<Project, 'members' | 'instanceCount'> {
  return {
    ...base(asOf),
    kind: 'project',
    id: row.id,
    name: row.name,
    // Its own: members of a project see it like whatever else belongs to it.
    project: row.id,
    status: row.disabled ? 'disabled' : 'active',
    description: row.description,
    quota: row.quota,
    createdAt: row.createdAt.toISOString(),
  };
}
