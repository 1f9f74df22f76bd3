import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { useCallback, useMemo, useState } from 'react';
import { useLiveList } from '../../../api/live-rows.ts';
import { useT } from '../../../lib/i18n.ts';
import { late } from '../../../lib/late.tsx';
import { formatCount } from '../../../lib/units.ts';
import { Card } from '../../../ui/Card.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { HotSpots } from './HotSpots.tsx';
import { Imbalance } from './Imbalance.tsx';
import { LoadCanvas } from './LoadCanvas.tsx';
import { LoadTable } from './LoadTable.tsx';
import { balanceOf, type Measure, measures, yardstick as yardstickOf } from './measure.ts';
import { MOST_PAST_HOSTS, PastCard } from './PastCard.tsx';
import { useSeldom } from './use-seldom.ts';
import { useClusterLoad } from './use-cluster-load.ts';
import type { LoadHost, LoadInstance } from './load-rows.ts';

const MigrateDialog = late(
  async () => (await import('../../../components/migrations/dialog/MigrateDialog.tsx')).MigrateDialog,
);

type Asked = { instance: LoadInstance; toHost?: string | undefined };

/** How often the table takes new figures over. */
const TOLD_EVERY_MS = 3000;

/** More moves at once than can be told apart. */
const MOST_MOVES = 200;

/** The hosts of a cluster, filled with what they run; what moves between them; how far they are from carrying alike. */
export function LoadView({ cluster }: { cluster: Cluster }) {
  const t = useT();
  const [measure, setMeasure] = useState<Measure>('cpu');
  const [asked, setAsked] = useState<Asked>();
  const load = useClusterLoad(cluster.id, measure);
  const moves = useLiveList('migration', { q: 'status:running', sort: 'started', limit: MOST_MOVES });
  const yardstick = useMemo(() => yardstickOf(load.measure, load), [load]);
  // A host in maintenance carries nothing on purpose; one that is away tells nothing.
  const carrying = load.hosts.filter(({ status }) => status === 'up');
  const balance = balanceOf(carrying.map(yardstick.loadOf));
  // The picture is watched, the table is read: it holds still for a moment, and costs a third.
  const told = useSeldom(
    { load, yardstick, balance },
    `${cluster.id}/${load.measure}/${load.ready}`,
    TOLD_EVERY_MS,
  );
  const ask = useCallback((instance: LoadInstance, toHost?: string) => setAsked({ instance, toHost }), []);
  return (
    <div className="flex flex-col gap-4">
      <Card
        title={t('clusters.load.title')}
        actions={balance && <Imbalance balance={balance} measure={load.measure} />}
      >
        <div className="mb-2">
          <SegmentedControl
            label={t('clusters.load.measure')}
            segments={measures.map(value => ({ value, label: t(`clusters.load.measures.${value}`) }))}
            value={measure}
            onValueChange={setMeasure}
          />
        </div>
        {load.ready ? (
          <>
            <HotSpots hosts={carrying} yardstick={yardstick} measure={load.measure} />
            <LoadCanvas
              load={load}
              yardstick={yardstick}
              mean={balance?.mean ?? null}
              moves={moves.rows}
              onMove={ask}
            />
          </>
        ) : (
          <Skeleton className="h-80 w-full" />
        )}
        {load.left > 0 && (
          <p className="mt-2 text-12 text-muted">
            {t('clusters.load.left', { count: load.left, value: formatCount(load.left) })}
          </p>
        )}
      </Card>
      <Past hosts={told.load.hosts} measure={measure} />
      <LoadTable {...told} onMove={ask} />
      {asked && (
        <MigrateDialog instance={asked.instance} toHost={asked.toHost} onClose={() => setAsked(undefined)} />
      )}
    </div>
  );
}

/** Of what flows no history is kept by host. */
function Past({ hosts, measure }: { hosts: readonly LoadHost[]; measure: Measure }) {
  const isKept = measure === 'cpu' || measure === 'memory';
  return isKept && hosts.length <= MOST_PAST_HOSTS ? <PastCard hosts={hosts} measure={measure} /> : null;
}
