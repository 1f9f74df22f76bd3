import { useLiveList } from '../../api/live-rows.ts';
import { LoadCell } from '../../components/cells/LoadCell.tsx';
import { detailPath } from '../../components/paths.ts';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';
import { percentOf } from '../../lib/percent-of.ts';
import { formatPercent } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';

/** Where there is room: use and promise of every cluster, side by side. */
export function ClusterList() {
  const t = useT();
  const { rows, ready } = useLiveList('cluster', { sort: 'name', limit: 20 });
  if (ready && rows.length === 0) return null;
  return (
    <TableCard
      title={t('clusters.title')}
      rows={rows}
      rowKey={cluster => cluster.id}
      empty={t('ui.loading')}
      columns={[
        {
          header: t('fields.name'),
          cell: c => (
            <TextLink href={detailPath('cluster', c.id)} className="whitespace-nowrap">
              {c.name}
            </TextLink>
          ),
        },
        { header: t('fields.status'), cell: c => <StatusMark status={c.status} stale={c.stale} /> },
        { header: t('fields.hosts'), end: true, cell: c => `${c.hostsUp} / ${c.hostCount}` },
        {
          header: t('fields.cpu'),
          cell: c => <LoadCell percent={c.cpuPercent} label={`${t('fields.cpu')} ${c.name}`} />,
        },
        {
          header: t('fields.memory'),
          cell: c => (
            <LoadCell
              percent={percentOf(c.memoryUsedMiB, c.memoryMiB)}
              label={`${t('fields.memory')} ${c.name}`}
            />
          ),
        },
        {
          header: t('clusters.memoryPromised'),
          end: true,
          cell: c => formatShare(percentOf(c.memoryPromisedMiB, c.memoryMiB)),
        },
      ]}
    />
  );
}

const formatShare = (percent: number | null) => (percent === null ? '–' : formatPercent(percent));
