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

interface PublishContext {
  db: Queries;
  clock: Clock;
  to: IdentityPublisher;
}

export interface IdentityShow {
  /** Puts all users and projects into the inventory. */
  all: () => Promise<void>;
  /** Shows rows that were created, changed or deleted. */
  changed: (rows: ChangedRows) => Promise<void>;
}

/** One at a time, each reading the rows anew: an older state is never shown after a newer one. */
export function showIdentity(context: PublishContext): IdentityShow {
  let last: Promise<void> = Promise.resolve();
  const next = (work: () => Promise<void>) => {
    const done = last.then(work);
    // Whoever asked hears of the failure; the next one starts anyway.
    last = done.catch(() => undefined);
    return done;
  };
  return {
    all: () =>
      next(async () => {
        await publishUsers(context, undefined);
        await publishProjects(context, undefined);
      }),
    changed: rows =>
      next(async () => {
        if (rows.users?.length) await publishUsers(context, rows.users);
        if (rows.projects?.length) await publishProjects(context, rows.projects);
      }),
  };
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
