import type { ProjectCost } from '@orrery/contract/prices/prices.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from '../api/orrery.ts';
import { type Translate, useT } from '../lib/i18n.ts';
import { formatAmount, formatMoney } from '../lib/units.ts';
import { Card } from '../ui/Card.tsx';
import { type Fact, KeyValueList } from '../ui/KeyValueList.tsx';

/** Use is counted every five minutes. */
const AGAIN_MS = 5 * 60_000;
/** An hour of a GiB costs a fraction of a cent. */
const PRICE_DECIMALS = 6;
const items = ['vcpus', 'memory', 'volumes'] as const;

type CostCardProps = {
  project: string;
  /** Said where several stand beside each other. */
  name?: string;
};

/** What a project costs this month, and what of; nothing while nothing is priced. */
export function CostCard({ project, name }: CostCardProps) {
  const t = useT();
  const { data } = useQuery({
    queryKey: ['cost', project],
    queryFn: ({ signal }) => orrery.own.cost(project, undefined, signal),
    refetchInterval: AGAIN_MS,
  });
  const cost = data?.cost;
  if (!cost) return null;
  const title = [t('projects.cost'), name, data.month].filter(Boolean).join(' · ');
  return (
    <Card title={title}>
      <p className="tabular mb-2 text-28 font-semibold">{formatMoney(cost.total, cost.currency)}</p>
      <KeyValueList facts={factsOf(t, cost)} />
      <p className="mt-2 text-12 text-muted">{t('projects.costHint')}</p>
    </Card>
  );
}

function factsOf(t: Translate, cost: NonNullable<ProjectCost['cost']>): Fact[] {
  const money = (amount: number) => formatMoney(amount, cost.currency);
  return items.map(item => {
    const { hours, price, cost: amount } = cost.items[item];
    return {
      label: t(`projects.costItems.${item}`),
      value: (
        <span className="flex justify-between gap-3">
          <span className="text-muted">
            {t('projects.costItem', {
              hours: formatAmount(hours),
              price: formatMoney(price, cost.currency, PRICE_DECIMALS),
            })}
          </span>
          <span>{money(amount)}</span>
        </span>
      ),
    };
  });
}
