import { bulkActionSchema, rangeQuerySchema } from '@orrery/contract/http/bodies.ts';
import type { Backends } from '../../backends/api.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import type { Operations } from '../../operations/api.ts';
import { type Handler, type Handlers, param, plain, withBody, withQuery } from '../handler.ts';
import { notFound } from '../not-found.ts';

export interface InstanceHandlerDeps {
  reader: InventoryReader;
  operations: Operations;
  backends: Pick<Backends, 'raw'>;
}

export function instanceHandlers(deps: InstanceHandlerDeps): Handlers {
  const { reader, operations, backends } = deps;
  return {
    bulkInstances: withBody(bulkActionSchema, async ({ viewer, facts, note }, bulk) => {
      const { idempotencyKey } = facts;
      const body = await operations.bulk(viewer, { kind: 'instance', ...bulk, idempotencyKey });
      const { batch, allowed, refused } = body;
      const counts = { allowed: allowed.length, refused: refused.length };
      note({
        targetKind: 'instance',
        detail: { action: bulk.action, dryRun: bulk.dryRun, batch, ...counts },
      });
      return { body };
    }),
    instanceMetrics: metricsHandler('instance', reader),
    hostMetrics: metricsHandler('host', reader),
    instanceRaw: plain(async context => {
      const id = param(context, 'id');
      if (!reader.get(context.viewer, 'instance', id)) throw notFound();
      return { body: await backends.raw(id, context.signal) };
    }),
    retryFailed: plain(async context => {
      const batch = param(context, 'id');
      const body = await operations.retryFailed(context.viewer, batch);
      const counts = { allowed: body.allowed.length, refused: body.refused.length };
      context.note({ targetKind: 'operation', detail: { batch, again: body.batch, ...counts } });
      return { body };
    }),
    cancelOperation: plain(async context => {
      context.note({ targetKind: 'operation' });
      return { body: { operation: await operations.cancel(context.viewer, param(context, 'id')) } };
    }),
  };
}

const metricsHandler = (kind: 'instance' | 'host', reader: InventoryReader): Handler =>
  withQuery(rangeQuerySchema, (context, { minutes }) => {
    const body = reader.metrics(context.viewer, { kind, id: param(context, 'id'), minutes });
    if (!body) throw notFound();
    return { body };
  });
