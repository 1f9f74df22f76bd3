import { randomUUID } from 'node:crypto';
import type { changeUserSchema, createUserSchema } from '@orrery/contract/http/bodies.ts';
import { and, count, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { type UserRow, userTable } from '../database/schema/identity.ts';
import { RequestError } from '../errors/request-error.ts';
import type { IdentityContext, Queries } from './context.ts';
import { projectsOf } from './members.ts';
import { isUniqueViolation } from './constraint-violations.ts';
import { endAllSessions } from './user-sessions.ts';

export type NewUser = z.output<typeof createUserSchema>;
export type UserChange = z.output<typeof changeUserSchema>;

const noSuchUser = () => new RequestError('resource.not-found', 'There is no such user');

/** User names are unique whatever their case. */
export const usernameKey = (username: string) => username.toLowerCase();

export async function createUser(
  { db, clock, passwords, changed }: IdentityContext,
  user: NewUser,
): Promise<string> {
  const row: UserRow = {
    id: randomUUID(),
    username: user.username,
    usernameKey: usernameKey(user.username),
    displayName: user.displayName,
    passwordHash: await passwords.hash(user.password),
    role: user.role,
    identitySource: 'local',
    disabled: false,
    createdAt: new Date(clock.now()),
    lastLoginAt: null,
  };
  try {
    await db.insert(userTable).values(row);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RequestError('name.taken', `There is a user ${user.username} already`);
  }
  await changed({ users: [row.id] });
  return row.id;
}

/** A new role, password or state takes effect on open sessions and streams at once. */
export async function changeUser(context: IdentityContext, id: string, change: UserChange): Promise<void> {
  const { password, ...columns } = change;
  const passwordHash = password === undefined ? undefined : await context.passwords.hash(password);
  await context.db.transaction(async tx => {
    const before = await lockUser(tx, id);
    const losesAdmin = change.disabled === true || (change.role !== undefined && change.role !== 'admin');
    if (losesAdmin) await refuseForLastAdmin(tx, before);
    const set = { ...columns, passwordHash };
    if (Object.values(set).some(value => value !== undefined))
      await tx.update(userTable).set(set).where(eq(userTable.id, id));
    // Neither a reset password nor a disabled account leaves a door open; tokens of a disabled user are refused anyway.
    if (passwordHash !== undefined || change.disabled === true) await endAllSessions(tx, id);
  });
  context.bus.emit({ userId: id });
  await context.changed({ users: [id], projects: await projectsOf(context.db, id) });
}

export async function deleteUser(context: IdentityContext, id: string): Promise<void> {
  const projects = await projectsOf(context.db, id);
  await context.db.transaction(async tx => {
    await refuseForLastAdmin(tx, await lockUser(tx, id));
    await tx.delete(userTable).where(eq(userTable.id, id));
  });
  context.bus.emit({ userId: id });
  await context.changed({ users: [id], projects });
}

async function lockUser(tx: Queries, id: string): Promise<UserRow> {
  const [user] = await tx.select().from(userTable).where(eq(userTable.id, id)).for('update');
  if (!user) throw noSuchUser();
  return user;
}

async function refuseForLastAdmin(tx: Queries, user: UserRow): Promise<void> {
  if (user.role !== 'admin' || user.disabled) return;
  // Of two admins who demote each other at the same moment, the second waits here and then counts anew.
  await tx.execute(sql`lock table user_account in share row exclusive mode`);
  const [admins] = await tx
    .select({ count: count() })
    .from(userTable)
    .where(and(eq(userTable.role, 'admin'), eq(userTable.disabled, false)));
  if ((admins?.count ?? 0) > 1) return;
  throw new RequestError(
    'action.refused',
    'This is the only administrator left; make somebody else one first',
  );
}
