import { memo, useMemo } from 'react';
import { detailPath } from '../../../components/paths.ts';
import { SimpleTable } from '../../../components/SimpleTable.tsx';
import { useT } from '../../../lib/i18n.ts';
import { formatCount, formatPercent } from '../../../lib/units.ts';
import { Card } from '../../../ui/Card.tsx';
import { TextLink } from '../../../ui/Link.tsx';
import { StatusMark } from '../../../ui/StatusMark.tsx';
import { HeaviestOn } from './HeaviestOn.tsx';
import { HostTrend } from './HostTrend.tsx';
import type { Balance, Measure, Yardstick } from './measure.ts';
import type { ClusterLoad } from './use-cluster-load.ts';
import type { LoadHost, LoadInstance } from './load-rows.ts';

type LoadTableProps = {
  load: ClusterLoad;
  measure: Measure;
  yardstick: Yardstick;
  balance: Balance | null;
  onMove: (instance: LoadInstance) => void;
};

/** A larger cluster is looked at in the list of hosts; the picture has all of them. */
const MOST_HOSTS = 100;

/** The same as the picture, as a table: hosts by load, with what weighs most on each, now and over the last hour. */
export const LoadTable = memo(function LoadTable({
  load,
  measure,
  yardstick,
  balance,
  onMove,
}: LoadTableProps) {
  const t = useT();
  const byHost = useMemo(() => Map.groupBy(load.instances, ({ host }) => host), [load]);
  const rows = useMemo(
    () =>
      load.hosts
        .toSorted((a, b) => (yardstick.loadOf(b) ?? -1) - (yardstick.loadOf(a) ?? -1))
        .slice(0, MOST_HOSTS),
    [load, yardstick],
  );
  return (
    <Card title={t('clusters.load.table')} flush>
      <SimpleTable<LoadHost>
        label={t('clusters.load.table')}
        rows={rows}
        rowKey={host => host.id}
        empty={t('clusters.load.noHosts')}
        columns={[
          {
            header: t('fields.host'),
            cell: host => <TextLink href={detailPath('host', host.id)}>{host.name}</TextLink>,
          },
          {
            header: t('fields.status'),
            cell: host => <StatusMark status={host.status} stale={host.stale} />,
          },
          {
            header: t('fields.lastHour'),
            cell: host => <HostTrend host={host} measure={measure} asks={rows.length <= 24} />,
          },
          {
            header: t('clusters.load.heaviest'),
            cell: host => (
              <HeaviestOn
                host={host}
                instances={byHost.get(host.id) ?? []}
                yardstick={yardstick}
                onMove={onMove}
              />
            ),
          },
          {
            header: t('fields.instances'),
            end: true,
            cell: host => formatCount(byHost.get(host.id)?.length ?? 0),
          },
          {
            header: t(`clusters.load.measures.${measure}`),
            end: true,
            cell: host => percent(yardstick.loadOf(host)),
          },
          {
            header: t('clusters.load.offMean'),
            end: true,
            cell: host => {
              const value = yardstick.loadOf(host);
              return value === null || balance === null ? '–' : signed((value - balance.mean) * 100);
            },
          },
        ]}
      />
    </Card>
  );
});

const percent = (value: number | null): string => (value === null ? '–' : formatPercent(value * 100));
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${formatPercent(Math.abs(value))}`;
