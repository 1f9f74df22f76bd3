import { createPlanSchema, planActions } from '@orrery/contract/migrations/plans.ts';
import {
  migrationHistoryQuerySchema,
  migrationOptionsQuerySchema,
  plansQuerySchema,
  whatIfQuerySchema,
} from '@orrery/contract/migrations/routes.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import type { MovesService } from '../../migrations/moves-service.ts';
import { type Handlers, param, plain, withBody, withQuery } from '../handler.ts';
import { notFound } from '../not-found.ts';

export interface MigrationHandlerDeps {
  reader: InventoryReader;
  moves: MovesService;
}

export function migrationHandlers({ reader, moves }: MigrationHandlerDeps): Handlers {
  return {
    migrationOptions: withQuery(migrationOptionsQuerySchema, async (context, query) => {
      const instance = reader.get(context.viewer, 'instance', param(context, 'id'));
      if (!instance) throw notFound();
      return { body: await moves.optionsFor(instance, query, context.signal) };
    }),
    migrationHistory: withQuery(migrationHistoryQuerySchema, async ({ viewer }, query) => {
      const { items, ...page } = await moves.historyPage(query);
      return { body: { ...page, items: items.map(found => reader.present(viewer, found)) } };
    }),
    whatIf: withQuery(whatIfQuerySchema, async (context, { event }) => {
      const host = reader.get(context.viewer, 'host', param(context, 'id'));
      if (!host) throw notFound();
      return { body: await moves.whatIf(host, event) };
    }),
    createPlan: withBody(createPlanSchema, async ({ viewer, note }, request) => {
      const body = await moves.plans.create(viewer, request);
      note({ targetKind: 'host', target: request.host, detail: { plan: body.id } });
      return { body };
    }),
    listPlans: withQuery(plansQuerySchema, async (_, query) => ({
      body: { items: await moves.plans.list(query) },
    })),
    getPlan: plain(async context => ({ body: await moves.plans.get(param(context, 'id')) })),
    actOnPlan: plain(async context => {
      const [id, name] = [param(context, 'id'), param(context, 'action')];
      const action = planActions.find(known => known === name);
      if (!action) throw new RequestError('action.unknown', `There is no action "${name}" on a plan`);
      const body = await moves.plans.act(context.viewer, id, action);
      context.note({ targetKind: 'host', target: body.host, detail: { plan: id, action } });
      return { body };
    }),
  };
}
