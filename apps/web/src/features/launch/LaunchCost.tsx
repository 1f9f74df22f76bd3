import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { useT } from '../../lib/i18n.ts';
import { formatMoney } from '../../lib/units.ts';
import { costOfHour, HOURS_OF_MONTH } from './cost.ts';

/** An hour of a small instance costs a fraction of a cent. */
const HOUR_DECIMALS = 4;

/** What it adds to the cost of the project; nothing while nothing is priced. */
export function LaunchCost({ quota }: { quota: LaunchCheck['quota'] }) {
  const t = useT();
  const { data: prices } = useQuery({
    queryKey: ['prices'],
    queryFn: ({ signal }) => orrery.own.prices(signal),
  });
  if (!prices) return null;
  const hour = costOfHour(prices, quota);
  return (
    <div className="tabular flex flex-wrap items-baseline justify-between gap-x-3 text-13">
      <span>{t('launch.cost')}</span>
      <span className="font-medium">
        {t('launch.costMonth', { cost: formatMoney(hour * HOURS_OF_MONTH, prices.currency) })}
      </span>
      <span className="w-full text-12 text-muted">
        {t('launch.costHour', { cost: formatMoney(hour, prices.currency, HOUR_DECIMALS) })}
      </span>
    </div>
  );
}
