import type { Instance } from '@orrery/contract/resources/instance.ts';
import { detailPath } from '../../components/paths.ts';
import type { SimpleColumn } from '../../components/SimpleTable.tsx';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Lane } from './graph.ts';
import type { Topology } from './use-topology.ts';

type TopologyTableProps = { topology: Topology; seesHosts: boolean };
type Row = { instance: Instance; lanes: readonly Lane[] };

/** The same as the picture, in words: each instance with the networks it hangs on. */
export function TopologyTable({ topology, seesHosts }: TopologyTableProps) {
  const t = useT();
  const columns: SimpleColumn<Row>[] = [
    {
      header: t('fields.instance'),
      cell: ({ instance }) => <TextLink href={detailPath('instance', instance.id)}>{instance.name}</TextLink>,
    },
    {
      header: t('fields.status'),
      cell: ({ instance }) => <StatusMark status={instance.status} stale={instance.stale} />,
    },
    { header: t('networks.title'), cell: ({ lanes }) => <LaneNames lanes={lanes} /> },
    {
      header: t('fields.addresses'),
      cell: ({ instance }) => (
        <span className="font-mono text-12">
          {instance.addresses.map(({ address }) => address).join(', ') || '–'}
        </span>
      ),
    },
    ...(seesHosts ? [{ header: t('fields.host'), cell: ({ instance }: Row) => instance.hostName }] : []),
  ];
  return (
    <TableCard<Row>
      title={t('topology.tableLabel')}
      rows={rowsOf(topology)}
      rowKey={({ instance }) => instance.id}
      empty={t('lists.noInstances')}
      columns={columns}
    />
  );
}

function LaneNames({ lanes }: { lanes: readonly Lane[] }) {
  const t = useT();
  return lanes.map(({ key, name, network }) => (
    <span key={key} className="mr-3 inline-block">
      {network ? (
        <TextLink href={detailPath('network', network.id)} className="font-normal">
          {name}
        </TextLink>
      ) : (
        <span className="text-muted">{name || t('topology.loose')}</span>
      )}
    </span>
  ));
}

/** In the order of the picture. */
function rowsOf({ graph, instances }: Topology): Row[] {
  const byKey = new Map(graph.lanes.map(lane => [lane.key, lane]));
  return graph.lanes.flatMap(lane =>
    lane.bunches.flatMap(bunch => {
      const lanes = [lane, ...bunch.also.flatMap(key => byKey.get(key) ?? [])];
      return bunch.instances.map(instance => ({ instance: instances.get(instance.id) ?? instance, lanes }));
    }),
  );
}
