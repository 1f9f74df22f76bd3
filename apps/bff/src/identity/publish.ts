import type { Resource } from '@orrery/contract/resources/registry.ts';
import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { ChangedRows, Queries } from './context.ts';
import { loadProjects, loadUsers } from './resources.ts';

export interface IdentityPublisher {
  publish: (resources: readonly Resource[]) => void;
  retract: (kind: 'user' | 'project', ids: readonly string[]) => void;
  /** How many instances belong to a project now. */
  instancesOf: (project: string) => number;
}

export interface PublishContext {
  db: Queries;
  clock: Clock;
  to: IdentityPublisher;
}

/** Puts all users and projects into the inventory. */
export async function publishAll(context: PublishContext): Promise<void> {
  await publishUsers(context, undefined);
  await publishProjects(context, undefined);
}

/** Reads the rows anew, so that of two changes at once the later state is shown; what is gone is retracted. */
export async function publishChanged(context: PublishContext, rows: ChangedRows): Promise<void> {
  if (rows.users?.length) await publishUsers(context, rows.users);
  if (rows.projects?.length) await publishProjects(context, rows.projects);
}

async function publishUsers(
  { db, clock, to }: PublishContext,
  ids: readonly string[] | undefined,
): Promise<void> {
  const users = await loadUsers(db, { ids, asOf: isoNow(clock) });
  to.publish(users);
  to.retract('user', missing(ids, users));
}

async function publishProjects(
  { db, clock, to }: PublishContext,
  ids: readonly string[] | undefined,
): Promise<void> {
  const projects = await loadProjects(db, { ids, asOf: isoNow(clock), instancesOf: to.instancesOf });
  to.publish(projects);
  to.retract('project', missing(ids, projects));
}

function missing(ids: readonly string[] = [], found: readonly { id: string }[]): string[] {
  const present = new Set(found.map(row => row.id));
  return ids.filter(id => !present.has(id));
}
