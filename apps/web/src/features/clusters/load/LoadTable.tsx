import { memo, useMemo, useState } from 'react';
import { detailPath } from '../../../components/paths.ts';
import { TableCard } from '../../../components/TableCard.tsx';
import { useT } from '../../../lib/i18n.ts';
import { formatCount, formatPercent } from '../../../lib/units.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextLink } from '../../../ui/Link.tsx';
import { StatusMark } from '../../../ui/StatusMark.tsx';
import { HeaviestOn } from './HeaviestOn.tsx';
import { HostTrend } from './HostTrend.tsx';
import type { Balance, Yardstick } from './measure.ts';
import type { ClusterLoad } from './use-cluster-load.ts';
import type { LoadHost, LoadInstance } from './load-rows.ts';

type LoadTableProps = {
  load: ClusterLoad;
  yardstick: Yardstick;
  balance: Balance | null;
  onMove: (instance: LoadInstance) => void;
};

/** A larger cluster is looked at in the list of hosts; the picture has all of them. */
const MOST_HOSTS = 100;
/** Told at once. All of sixty would be laid out and painted for 60 ms each time that figures come. */
const FIRST_HOSTS = 20;

/** The same as the picture, as a table: hosts by load, with what weighs most on each, now and over the last hour. */
export const LoadTable = memo(function LoadTable({ load, yardstick, balance, onMove }: LoadTableProps) {
  const t = useT();
  const byHost = useMemo(() => Map.groupBy(load.instances, ({ host }) => host), [load]);
  const [wantsAll, setWantsAll] = useState(false);
  const rows = useMemo(
    () =>
      load.hosts
        .toSorted((a, b) => (yardstick.loadOf(b) ?? -1) - (yardstick.loadOf(a) ?? -1))
        .slice(0, wantsAll ? MOST_HOSTS : FIRST_HOSTS),
    [load, yardstick, wantsAll],
  );
  const most = Math.min(load.hosts.length, MOST_HOSTS);
  return (
    <TableCard<LoadHost>
      title={t('clusters.load.table')}
      actions={
        most > FIRST_HOSTS && (
          <Button tone="quiet" size="small" onClick={() => setWantsAll(!wantsAll)}>
            {wantsAll ? t('lists.fewer') : t('lists.all', { value: formatCount(most) })}
          </Button>
        )
      }
      rows={rows}
      rowKey={host => host.id}
      empty={t('clusters.load.noHosts')}
      columns={[
        {
          header: t('fields.host'),
          cell: host => <HostName host={host} />,
        },
        {
          header: t('fields.status'),
          cell: host => <StatusMark status={host.status} stale={host.stale} />,
        },
        {
          header: t('fields.lastHour'),
          cell: host => (
            <HostTrend
              host={host.id}
              cpu={host.cpuTrend}
              memoryMiB={host.memoryMiB}
              measure={load.measure}
              asks={rows.length <= 24}
            />
          ),
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
          header: t(`clusters.load.measures.${load.measure}`),
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
  );
});

const HostName = ({ host }: { host: LoadHost }) => (
  <TextLink href={detailPath('host', host.id)} className="whitespace-nowrap">
    {host.name}
  </TextLink>
);

const percent = (value: number | null): string => (value === null ? '–' : formatPercent(value * 100));
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${formatPercent(Math.abs(value))}`;
