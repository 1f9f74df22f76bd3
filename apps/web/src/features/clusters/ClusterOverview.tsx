import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { LoadCell } from '../../components/cells/LoadCell.tsx';
import { detailPath, listPath } from '../../components/paths.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { percentOf } from '../../lib/percent-of.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { ClusterResourcePools } from './ClusterResourcePools.tsx';
import { ClusterServices } from './ClusterServices.tsx';
import { ClusterSettings } from './ClusterSettings.tsx';

const HOSTS_SHOWN = 100;

/** Its sums, and its hosts side by side: where the load is and where there is room. */
export function ClusterOverview({ cluster }: { cluster: Cluster }) {
  const t = useT();
  return (
    <div className="flex flex-col gap-4">
      <Card title={t('overview.capacity.title')}>
        <div className="grid gap-6 md:grid-cols-2">
          <CapacityBar
            label={t('overview.capacity.cpu')}
            format={formatCount}
            used={((cluster.cpuPercent ?? 0) / 100) * cluster.threads}
            promised={cluster.vcpusPromised}
            total={cluster.threads}
          />
          <CapacityBar
            label={t('fields.memory')}
            format={formatMiB}
            used={cluster.memoryUsedMiB ?? 0}
            promised={cluster.memoryPromisedMiB}
            total={cluster.memoryMiB}
          />
        </div>
      </Card>
      <ClusterSettings cluster={cluster} />
      {cluster.resourcePools && cluster.resourcePools.length > 0 && (
        <ClusterResourcePools cluster={cluster} pools={cluster.resourcePools} />
      )}
      {cluster.services && <ClusterServices cluster={cluster} />}
      <ClusterHosts id={cluster.id} />
    </div>
  );
}

function ClusterHosts({ id }: { id: string }) {
  const t = useT();
  const q = `cluster:${quoteIfNeeded(id)}`;
  const { rows, total } = useLiveList('host', { q, sort: 'name', limit: HOSTS_SHOWN });
  return (
    <Card
      title={`${t('fields.hosts')} · ${formatCount(total)}`}
      flush
      actions={
        <TextLink href={listPath('host', q)} className="px-2 text-12 font-normal text-muted">
          {t('lists.openAsList')}
        </TextLink>
      }
    >
      <SimpleTable
        label={t('fields.hosts')}
        rows={rows}
        rowKey={host => host.id}
        empty={t('hosts.emptyTitle')}
        columns={[
          {
            header: t('fields.name'),
            cell: h => <TextLink href={detailPath('host', h.id)}>{h.name}</TextLink>,
          },
          {
            header: t('fields.status'),
            cell: h => (
              <StatusMark status={h.status} stale={h.stale} detail={serverWords(h.reason) ?? undefined} />
            ),
          },
          { header: t('fields.lastHour'), cell: h => h.cpuTrend && <Sparkline values={h.cpuTrend} /> },
          {
            header: t('fields.cpu'),
            cell: h => <LoadCell percent={h.cpuPercent} label={`${t('fields.cpu')} ${h.name}`} />,
          },
          {
            header: t('fields.memory'),
            cell: h => (
              <LoadCell
                percent={percentOf(h.memoryUsedMiB, h.memoryMiB)}
                label={`${t('fields.memory')} ${h.name}`}
              />
            ),
          },
          { header: t('hosts.vcpusPromised'), end: true, cell: h => `${h.vcpusPromised} / ${h.threads}` },
          { header: t('fields.running'), end: true, cell: h => formatCount(h.runningCount) },
        ]}
      />
    </Card>
  );
}
