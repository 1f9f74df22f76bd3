import { listQuerySchema } from '@orrery/contract/http/bodies.ts';
import { routes } from '@orrery/contract/http/routes.ts';
import { type ResourceKind, resourceKinds } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { viewerOf } from '../../authz/viewer.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import type { Operations } from '../../operations/api.ts';
import { type Context, type Handler, type Handlers, param, plain, withBody, withQuery } from '../handler.ts';
import { notFound } from '../not-found.ts';

export interface CollectionHandlerDeps {
  reader: InventoryReader;
  operations: Operations;
}

/** List and get for every kind, actions for the kinds that have some: nothing here knows one kind from another. */
export function collectionHandlers(deps: CollectionHandlerDeps): Handlers {
  const pairs = resourceKinds.flatMap(kind => [
    [`list:${resourceRegistry[kind].collection}`, listHandler(kind, deps)] as const,
    [`get:${resourceRegistry[kind].collection}`, getHandler(kind, deps)] as const,
  ]);
  return { ...Object.fromEntries(pairs), ...actionHandlers(deps) };
}

const listHandler = (kind: ResourceKind, { reader }: CollectionHandlerDeps): Handler =>
  withQuery(listQuerySchema, ({ auth, facts }, { project = null, ...request }) => {
    const viewer = viewerOf(auth.principal, { project, address: facts.address });
    return { body: reader.list(viewer, kind, request) };
  });

const getHandler = (kind: ResourceKind, { reader, operations }: CollectionHandlerDeps): Handler =>
  plain(async context => {
    const id = param(context, 'id');
    // Finished operations leave the inventory after a while, and are kept for good elsewhere.
    const found =
      kind === 'operation' ? await operations.get(context.viewer, id) : reader.get(context.viewer, kind, id);
    if (!found) throw notFound();
    return { body: found };
  });

function actionHandlers({ operations }: CollectionHandlerDeps): Handlers {
  const pairs = resourceKinds.flatMap(kind => {
    const id = `act:${resourceRegistry[kind].collection}`;
    const body = routes.find(spec => spec.id === id)?.body;
    if (!body) return [];
    const handler = withBody(body, async (context, args) => {
      const operation = await operations.submit(context.viewer, { kind, args, ...callOf(context) });
      context.note({ targetKind: kind, detail: { operation: operation.id } });
      return { body: { operation } };
    });
    return [[id, handler] as const];
  });
  return Object.fromEntries(pairs);
}

const callOf = (context: Context) => ({
  id: param(context, 'id'),
  action: param(context, 'action'),
  idempotencyKey: context.facts.idempotencyKey,
});
