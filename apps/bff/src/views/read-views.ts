import {
  type GlobalRole,
  globalGrants,
  type ProjectRole,
  projectGrants,
} from '@orrery/contract/identity/roles.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { type SavedView, type ViewShare, viewStateSchema } from '@orrery/contract/views/saved-views.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { and, eq, inArray, or, type SQL } from 'drizzle-orm';
import type { Viewer } from '../authz/viewer.ts';
import { membershipTable, userTable } from '../database/schema/identity.ts';
import { type SavedViewRow, savedViewTable } from '../database/schema/views.ts';
import type { Db } from '../identity/context.ts';
import { isUuid } from '../identity/uuid.ts';
import { isReadable } from './refuse-unreadable.ts';

export interface ViewContext {
  db: Db;
  clock: Clock;
}

interface Held {
  view: SavedViewRow;
  username: string;
  /** Rights of its owner now, over everything and in the project that it is shared with. */
  role: GlobalRole | null;
  projectRole: ProjectRole | null;
}

/** Own views as their owner ordered them, then those of others by name. */
export async function listViews(
  context: ViewContext,
  viewer: Viewer,
  kind: ResourceKind | undefined,
): Promise<SavedView[]> {
  const found = await read(context, viewer, kind && eq(savedViewTable.kind, kind));
  return found.map(held => present(viewer, held)).toSorted(byPlace(found));
}

/** One that this viewer has or is shown. */
export async function findView(
  context: ViewContext,
  viewer: Viewer,
  id: string,
): Promise<SavedView | undefined> {
  if (!isUuid(id)) return undefined;
  const [held] = await read(context, viewer, eq(savedViewTable.id, id));
  return held && present(viewer, held);
}

async function read({ db }: ViewContext, viewer: Viewer, which: SQL | undefined): Promise<Held[]> {
  const { userId, memberships } = viewer.principal;
  const own = eq(savedViewTable.userId, userId);
  const projects = memberships.map(({ project }) => project);
  const shared = or(eq(savedViewTable.everybody, true), inArray(savedViewTable.project, projects));
  const inProject = and(
    eq(membershipTable.userId, savedViewTable.userId),
    eq(membershipTable.projectId, savedViewTable.project),
  );
  const found = await db
    .select({
      view: savedViewTable,
      username: userTable.username,
      role: userTable.role,
      projectRole: membershipTable.role,
    })
    .from(savedViewTable)
    .innerJoin(userTable, eq(userTable.id, savedViewTable.userId))
    .leftJoin(membershipTable, inProject)
    .where(and(which, or(own, shared)));
  return found.filter(held => held.view.userId === userId || isShownTo(viewer, held));
}

const isShownTo = (viewer: Viewer, held: Held): boolean =>
  shareOf(held).with !== 'nobody' && isReadable(viewer, held.view);

/** Sharing lasts as long as the owner may share. */
function shareOf({ view, role, projectRole }: Held): ViewShare {
  const everywhere = role !== null && globalGrants[role].has('view.share');
  if (view.everybody) return { with: everywhere ? 'everybody' : 'nobody' };
  const there = projectRole !== null && projectGrants[projectRole].has('view.share');
  if (view.project === null || !(everywhere || there)) return { with: 'nobody' };
  return { with: 'project', project: view.project };
}

const present = ({ principal }: Viewer, held: Held): SavedView => ({
  id: held.view.id,
  kind: held.view.kind,
  name: held.view.name,
  // An older Orrery may have kept less of it.
  state: viewStateSchema.parse(held.view.state),
  share: shareOf(held),
  mine: held.view.userId === principal.userId,
  by: held.username,
  createdAt: held.view.createdAt.toISOString(),
  changedAt: held.view.changedAt.toISOString(),
});

function byPlace(found: readonly Held[]): (a: SavedView, b: SavedView) => number {
  const places = new Map(found.map(({ view }: { view: SavedViewRow }) => [view.id, view.position]));
  return (a, b) => {
    if (a.mine !== b.mine) return a.mine ? -1 : 1;
    const place = a.mine ? (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0) : 0;
    return place || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
  };
}
