import type { Host } from '@orrery/contract/resources/host.ts';
import { detailPath } from '../../../components/paths.ts';
import { SimpleTable } from '../../../components/SimpleTable.tsx';
import { useT } from '../../../lib/i18n.ts';
import { formatCount, formatPercent } from '../../../lib/units.ts';
import { Card } from '../../../ui/Card.tsx';
import { TextLink } from '../../../ui/Link.tsx';
import { StatusMark } from '../../../ui/StatusMark.tsx';
import { type Balance, loadOf, type Measure, shareOf } from './measure.ts';
import type { ClusterLoad } from './use-cluster-load.ts';

type LoadTableProps = { load: ClusterLoad; measure: Measure; balance: Balance | null };

/** The same as the picture, as a table: hosts by load, with what weighs most on each. */
export function LoadTable({ load, measure, balance }: LoadTableProps) {
  const t = useT();
  const byHost = Map.groupBy(load.instances, ({ host }) => host);
  const rows = load.hosts.toSorted((a, b) => (loadOf(measure, b) ?? -1) - (loadOf(measure, a) ?? -1));
  const heaviest = (host: Host) =>
    (byHost.get(host.id) ?? [])
      .map(instance => ({ instance, share: shareOf(measure, instance, host) ?? 0 }))
      .sort((a, b) => b.share - a.share)
      .slice(0, 3);
  return (
    <Card title={t('clusters.load.table')} flush>
      <SimpleTable<Host>
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
            header: t('clusters.load.heaviest'),
            cell: host =>
              heaviest(host).map(({ instance, share }) => (
                <span key={instance.id} className="mr-3 inline-block">
                  <TextLink href={detailPath('instance', instance.id)} className="font-normal">
                    {instance.name}
                  </TextLink>{' '}
                  <span className="tabular text-muted">{formatPercent(share * 100)}</span>
                </span>
              )),
          },
          {
            header: t('fields.instances'),
            end: true,
            cell: host => formatCount(byHost.get(host.id)?.length ?? 0),
          },
          {
            header: t(`clusters.load.measures.${measure}`),
            end: true,
            cell: host => percent(loadOf(measure, host)),
          },
          {
            header: t('clusters.load.offMean'),
            end: true,
            cell: host => {
              const value = loadOf(measure, host);
              return value === null || balance === null ? '–' : signed((value - balance.mean) * 100);
            },
          },
        ]}
      />
    </Card>
  );
}

const percent = (value: number | null): string => (value === null ? '–' : formatPercent(value * 100));
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${formatPercent(Math.abs(value))}`;
