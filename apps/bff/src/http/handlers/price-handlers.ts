import { costQuerySchema, priceSettingSchema } from '@orrery/contract/prices/prices.ts';
import type { IdentityContext } from '../../identity/context.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import type { SelfService } from '../../launch/self-service.ts';
import { costOf, daysOfMonth, monthOf } from '../../quota/cost.ts';
import { readPrices, writePrices } from '../../quota/price-setting.ts';
import { type Handlers, param, plain, withBody, withQuery } from '../handler.ts';
import { notFound } from '../not-found.ts';

export interface PriceHandlerDeps {
  identity: IdentityContext;
  selfService: Pick<SelfService, 'meter'>;
  reader: InventoryReader;
}

export function priceHandlers({ identity, selfService: { meter }, reader }: PriceHandlerDeps): Handlers {
  return {
    getPrices: plain(async () => ({ body: { prices: await readPrices(identity) } })),
    setPrices: withBody(priceSettingSchema, async ({ note }, { prices }) => {
      note({ detail: { prices } });
      await writePrices(identity, prices);
      return { body: { prices } };
    }),
    getProjectCost: withQuery(costQuerySchema, async (context, query) => {
      const project = param(context, 'id');
      context.note({ targetKind: 'project' });
      if (!reader.get(context.viewer, 'project', project)) throw notFound();
      const month = query.month ?? monthOf(identity.clock.now());
      const prices = await readPrices(identity);
      if (prices === null) return { body: { project, month, cost: null } };
      const days = await meter.between(project, daysOfMonth(month));
      return { body: { project, month, cost: costOf(days, prices) } };
    }),
  };
}
