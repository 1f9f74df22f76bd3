import { useT } from '../../../lib/i18n.ts';
import { formatPercent } from '../../../lib/units.ts';
import { Popover } from '../../../ui/Popover.tsx';
import type { Balance, Measure } from './measure.ts';

/** The number, and what it is made of. */
export function Imbalance({ balance, measure }: { balance: Balance; measure: Measure }) {
  const t = useT();
  const deviation = formatPercent(balance.deviation * 100);
  const flows = measure === 'network' || measure === 'disk';
  return (
    <Popover
      label={t('clusters.load.imbalance')}
      trigger={
        <button type="button" className="rounded-sm px-1 text-13 text-muted hover:text-text">
          {t('clusters.load.imbalance')} <span className="tabular font-semibold text-text">{deviation}</span>
        </button>
      }
    >
      <div className="text-13">
        <p>{t('clusters.load.formula')}</p>
        <p className="mt-2 font-mono text-12">σ = √( Σ (xᵢ − x̄)² / n )</p>
        {flows && <p className="mt-2">{t('clusters.load.ofBusiest')}</p>}
        <p className="tabular mt-2 text-muted">
          {t('clusters.load.numbers', {
            hosts: balance.hosts,
            mean: formatPercent(balance.mean * 100),
            deviation,
          })}
        </p>
      </div>
    </Popover>
  );
}
