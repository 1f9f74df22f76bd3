import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import type { Allocation, ResourcePool } from '@orrery/contract/resources/structure.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { listPath } from '../../components/paths.ts';
import { TableCard } from '../../components/TableCard.tsx';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';

const formatMhz = (value: number): string => `${formatCount(value)} MHz`;

/** The parts of the cluster that instances share: what they use, may use, and how they stand against each other. */
export function ClusterResourcePools({
  cluster,
  pools,
}: {
  cluster: Cluster;
  pools: readonly ResourcePool[];
}) {
  const t = useT();
  return (
    <TableCard
      title={`${t('clusters.resourcePools.title')} · ${formatCount(pools.length)}`}
      rows={pools}
      rowKey={pool => pool.id}
      empty=""
      columns={[
        { header: t('fields.name'), cell: pool => <PoolName cluster={cluster} pool={pool} /> },
        { header: t('fields.instances'), end: true, cell: pool => formatCount(pool.instanceCount) },
        { header: t('clusters.resourcePools.cpu'), cell: pool => <Use of={pool.cpu} format={formatMhz} /> },
        { header: t('clusters.resourcePools.shares'), cell: pool => sharesOf(t, pool.cpu) },
        {
          header: t('clusters.resourcePools.memory'),
          cell: pool => <Use of={pool.memory} format={formatMiB} />,
        },
        { header: t('clusters.resourcePools.memoryShares'), cell: pool => sharesOf(t, pool.memory) },
      ]}
    />
  );
}

function PoolName({ cluster, pool: { name } }: { cluster: Cluster; pool: ResourcePool }) {
  const q = `cluster:${quoteIfNeeded(cluster.id)} resourcepool:${quoteIfNeeded(name)}`;
  return <TextLink href={listPath('instance', q)}>{name}</TextLink>;
}

/** What it uses, over what is kept for it and where it ends. */
function Use({ of, format }: { of: Allocation; format: (value: number) => string }) {
  const t = useT();
  const limit = of.limit === null ? t('clusters.resourcePools.unlimited') : format(of.limit);
  return (
    <span className="tabular whitespace-nowrap">
      {of.used === null ? '–' : format(of.used)}
      <span className="block text-12 text-muted">
        {`${t('clusters.resourcePools.reserved')} ${of.reserved === null ? '–' : format(of.reserved)}`}
        {` · ${t('clusters.resourcePools.limit')} ${limit}`}
      </span>
    </span>
  );
}

function sharesOf(t: Translate, { level, shares }: Allocation): string {
  if (shares === null) return '–';
  const count = formatCount(shares);
  return level === null ? count : `${t(`clusters.resourcePools.levels.${level}`)} · ${count}`;
}
