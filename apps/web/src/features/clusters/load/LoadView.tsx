import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { useState } from 'react';
import { useT } from '../../../lib/i18n.ts';
import { formatCount, formatPercent } from '../../../lib/units.ts';
import { Card } from '../../../ui/Card.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { LoadCanvas } from './LoadCanvas.tsx';
import { LoadTable } from './LoadTable.tsx';
import { type Balance, balanceOf, loadOf, type Measure, measures } from './measure.ts';
import { useClusterLoad } from './use-cluster-load.ts';

/** The hosts of a cluster, filled with what they run; how far they are from carrying alike. */
export function LoadView({ cluster }: { cluster: Cluster }) {
  const t = useT();
  const [measure, setMeasure] = useState<Measure>('cpu');
  const load = useClusterLoad(cluster.id);
  // A host in maintenance carries nothing on purpose; one that is away tells nothing.
  const carrying = load.hosts.filter(({ status }) => status === 'up');
  const balance = balanceOf(carrying.map(host => loadOf(measure, host)));
  return (
    <div className="flex flex-col gap-4">
      <Card
        title={t('clusters.load.title')}
        actions={
          <span className="flex items-center gap-3">
            {balance && <Imbalance balance={balance} />}
            <SegmentedControl
              label={t('clusters.load.measure')}
              segments={measures.map(value => ({ value, label: t(`clusters.load.measures.${value}`) }))}
              value={measure}
              onValueChange={setMeasure}
            />
          </span>
        }
      >
        {load.ready ? (
          <LoadCanvas load={load} measure={measure} mean={balance?.mean ?? null} />
        ) : (
          <Skeleton className="h-80 w-full" />
        )}
        {load.left > 0 && (
          <p className="mt-2 text-12 text-muted">
            {t('clusters.load.left', { count: load.left, value: formatCount(load.left) })}
          </p>
        )}
      </Card>
      <LoadTable load={load} measure={measure} balance={balance} />
    </div>
  );
}

/** The number, and what it is made of. */
function Imbalance({ balance }: { balance: Balance }) {
  const t = useT();
  const deviation = formatPercent(balance.deviation * 100);
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
