import { randomUUID } from 'node:crypto';
import {
  type ChangeView,
  type CreateView,
  type OrderViews,
  type SavedView,
  type ViewShare,
  viewsPerUser,
} from '@orrery/contract/views/saved-views.ts';
import { and, asc, count, eq, max } from 'drizzle-orm';
import { may } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import { userTable } from '../database/schema/identity.ts';
import { savedViewTable } from '../database/schema/views.ts';
import { RequestError } from '../errors/request-error.ts';
import type { Queries } from '../identity/context.ts';
import { isForeignKeyViolation, isUniqueViolation } from '../identity/constraint-violations.ts';
import { isUuid } from '../identity/uuid.ts';
import { findView, type ViewContext } from './read-views.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';

const noView = () =>
  new RequestError('resource.not-found', 'There is no such saved view, or you may not see it');
const noProject = () => new RequestError('resource.not-found', 'There is no such project');

export async function createView(
  context: ViewContext,
  viewer: Viewer,
  wanted: CreateView,
): Promise<SavedView> {
  const { db, clock } = context;
  const { userId } = viewer.principal;
  const { kind, name, state, share } = wanted;
  refuseUnreadable(viewer, wanted);
  refuseSharing(viewer, share);
  const id = randomUUID();
  const at = new Date(clock.now());
  await named(name, () =>
    db.transaction(async tx => {
      await inTurn(tx, userId);
      const [held] = await tx
        .select({ views: count() })
        .from(savedViewTable)
        .where(eq(savedViewTable.userId, userId));
      if ((held?.views ?? 0) >= viewsPerUser)
        throw new RequestError(
          'view.limit',
          `You have ${viewsPerUser} saved views, which is as many as there can be; delete one first`,
        );
      const [last] = await tx
        .select({ position: max(savedViewTable.position) })
        .from(savedViewTable)
        .where(and(eq(savedViewTable.userId, userId), eq(savedViewTable.kind, kind)));
      const position = (last?.position ?? -1) + 1;
      const row = {
        id,
        userId,
        kind,
        name,
        state,
        ...sharing(share),
        position,
        createdAt: at,
        changedAt: at,
      };
      await tx.insert(savedViewTable).values(row);
    }),
  );
  return existing(context, viewer, id);
}

export async function changeView(
  context: ViewContext,
  viewer: Viewer,
  { id, change }: { id: string; change: ChangeView },
): Promise<SavedView> {
  const { kind, mine } = await existing(context, viewer, id);
  if (!mine) throw new RequestError('permission.denied', 'Only whoever made a saved view changes it');
  const { name, state, share } = change;
  if (state) refuseUnreadable(viewer, { kind, state });
  if (share) refuseSharing(viewer, share);
  const values = {
    ...(name !== undefined && { name }),
    ...(state && { state }),
    ...(share && sharing(share)),
    changedAt: new Date(context.clock.now()),
  };
  await named(name ?? '', () =>
    context.db.update(savedViewTable).set(values).where(eq(savedViewTable.id, id)),
  );
  return existing(context, viewer, id);
}

/** One's own; administrators also take away what others share with them. */
export async function deleteView(context: ViewContext, viewer: Viewer, id: string): Promise<SavedView> {
  const view = await existing(context, viewer, id);
  if (!view.mine && !may(viewer.principal, 'user.manage'))
    throw new RequestError(
      'permission.denied',
      'Only whoever made a saved view, or an administrator, deletes it',
    );
  await context.db.delete(savedViewTable).where(eq(savedViewTable.id, id));
  return view;
}

export async function orderViews(
  { db }: ViewContext,
  { principal: { userId } }: Viewer,
  { kind, ids }: OrderViews,
): Promise<void> {
  await db.transaction(async tx => {
    await inTurn(tx, userId);
    const own = await tx
      .select({ id: savedViewTable.id, position: savedViewTable.position })
      .from(savedViewTable)
      .where(and(eq(savedViewTable.userId, userId), eq(savedViewTable.kind, kind)))
      .orderBy(asc(savedViewTable.position));
    const before = new Map(own.map(({ id, position }) => [id, position]));
    if (ids.some(id => !before.has(id))) throw noView();
    for (const [position, id] of [...new Set([...ids, ...before.keys()])].entries())
      if (before.get(id) !== position)
        await tx.update(savedViewTable).set({ position }).where(eq(savedViewTable.id, id));
  });
}

async function existing(context: ViewContext, viewer: Viewer, id: string): Promise<SavedView> {
  const view = await findView(context, viewer, id);
  if (!view) throw noView();
  return view;
}

/** Two requests of one person count and order one after the other. */
const inTurn = (tx: Queries, userId: string) =>
  tx.select({ id: userTable.id }).from(userTable).where(eq(userTable.id, userId)).for('update');

const sharing = (share: ViewShare) => ({
  everybody: share.with === 'everybody',
  project: share.with === 'project' ? share.project : null,
});

function refuseSharing({ principal, scope }: Viewer, share: ViewShare): void {
  if (share.with === 'everybody' && !may(principal, 'view.share'))
    throw new RequestError(
      'permission.denied',
      'Only administrators and operators share views with everybody',
    );
  if (share.with !== 'project') return;
  const { project } = share;
  if (!isUuid(project) || !scope.sees({ id: project, kind: 'project', project })) throw noProject();
  if (!may(principal, 'view.share', project))
    throw new RequestError('permission.denied', 'Only managers of the project share views with it');
}

async function named<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isForeignKeyViolation(error)) throw noProject();
    if (!isUniqueViolation(error)) throw error;
    throw new RequestError('name.taken', `You have a view ${name} of this list already`);
  }
}
