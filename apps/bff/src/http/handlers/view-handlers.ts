import {
  changeViewSchema,
  createViewSchema,
  orderViewsSchema,
  viewsQuerySchema,
} from '@orrery/contract/views/saved-views.ts';
import type { IdentityContext } from '../../identity/context.ts';
import { changeView, createView, deleteView, orderViews } from '../../views/change-views.ts';
import { listViews } from '../../views/read-views.ts';
import { type Handlers, param, plain, withBody, withQuery } from '../handler.ts';

export interface ViewHandlerDeps {
  identity: Pick<IdentityContext, 'db' | 'clock'>;
}

export function viewHandlers({ identity }: ViewHandlerDeps): Handlers {
  return {
    listViews: withQuery(viewsQuerySchema, async ({ viewer }, { kind }) => ({
      body: { items: await listViews(identity, viewer, kind) },
    })),
    createView: withBody(createViewSchema, async ({ viewer, note }, wanted) => {
      note({ detail: { ...wanted } });
      const body = await createView(identity, viewer, wanted);
      note({ target: body.id });
      return { body };
    }),
    orderViews: withBody(orderViewsSchema, async ({ viewer, note }, order) => {
      note({ detail: { ...order } });
      await orderViews(identity, viewer, order);
      return {};
    }),
    changeView: withBody(changeViewSchema, async (context, change) => {
      context.note({ detail: { ...change } });
      const id = param(context, 'id');
      return { body: await changeView(identity, context.viewer, { id, change }) };
    }),
    deleteView: plain(async context => {
      const { kind, name, by } = await deleteView(identity, context.viewer, param(context, 'id'));
      context.note({ detail: { kind, name, by } });
      return {};
    }),
  };
}
