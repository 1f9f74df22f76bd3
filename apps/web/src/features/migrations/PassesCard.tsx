import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { ReactNode } from 'react';
import { PassBars } from '../../components/migrations/PassBars.tsx';
import { RateLegend, RateLines } from '../../components/migrations/RateLines.tsx';
import { passBars, ratePoints, topRate } from '../../components/migrations/pass-series.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatBytes, formatBytesPerSecond, formatDuration } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';

/** The whole course pass by pass: what was left after each, what was written against what was sent; and as a table. */
export function PassesCard({ migration }: { migration: Migration }) {
  const t = useT();
  const { memory, passes } = migration;
  if (!memory && passes.length === 0) return null;
  return (
    <Card title={t('migrations.picture.title')} flush>
      <div className="grid gap-6 p-4 md:grid-cols-2">
        <Axis title={t('migrations.picture.left')} top={formatBytes(mostLeft(migration))}>
          <PassBars migration={migration} className="h-40" />
        </Axis>
        <Axis
          title={t('migrations.picture.rates')}
          top={formatBytesPerSecond(topRate(ratePoints(migration)))}
        >
          <RateLines migration={migration} className="h-40" />
        </Axis>
      </div>
      <div className="px-4 pb-3">
        <RateLegend migration={migration} />
      </div>
      {passes.length > 0 && <PassTable migration={migration} />}
    </Card>
  );
}

const mostLeft = (migration: Migration): number =>
  Math.max(0, ...passBars(migration).map(({ leftBytes }) => leftBytes));

type AxisProps = { title: string; top: string; children: ReactNode };

/** A picture with its title, and what its upper edge stands for; the lower one is zero. */
function Axis({ title, top, children }: AxisProps) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex items-baseline justify-between gap-3 text-12 text-muted">
        <span>{title}</span>
        <span className="tabular">↑ {top}</span>
      </figcaption>
      {children}
    </figure>
  );
}

function PassTable({ migration: { passes } }: { migration: Migration }) {
  const t = useT();
  return (
    <div className="max-h-80 overflow-auto border-t">
      <SimpleTable
        label={t('migrations.picture.title')}
        rows={passes.toReversed()}
        rowKey={row => String(row.pass)}
        empty={t('migrations.picture.none')}
        columns={[
          { header: t('migrations.picture.pass'), end: true, cell: p => p.pass },
          { header: t('migrations.picture.took'), end: true, cell: p => formatDuration(p.seconds * 1000) },
          { header: t('migrations.picture.sent'), end: true, cell: p => formatBytes(p.sentBytes) },
          { header: t('migrations.picture.dirtied'), end: true, cell: p => formatBytes(p.dirtiedBytes) },
          { header: t('migrations.picture.leftAfter'), end: true, cell: p => formatBytes(p.leftBytes) },
        ]}
      />
    </div>
  );
}
