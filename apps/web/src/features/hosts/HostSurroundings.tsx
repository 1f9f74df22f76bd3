import type { Host } from '@orrery/contract/resources/host.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { detailPath } from '../../components/paths.ts';
import { PoolUse } from '../../components/PoolUse.tsx';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';

/** The storage pools and networks that this host has. */
export function HostSurroundings({ host }: { host: Host }) {
  const q = `host:${quoteIfNeeded(host.id)}`;
  return (
    <div className="flex flex-col gap-4">
      <Pools q={q} />
      <Networks q={q} />
    </div>
  );
}

function Pools({ q }: { q: string }) {
  const t = useT();
  const { rows } = useLiveList('storage-pool', { q });
  return (
    <TableCard
      title={t('storage.pools.title')}
      rows={rows}
      rowKey={pool => pool.id}
      empty={t('storage.pools.emptyTitle')}
      columns={[
        {
          header: t('fields.name'),
          cell: p => <TextLink href={detailPath('storage-pool', p.id)}>{p.name}</TextLink>,
        },
        { header: t('fields.status'), cell: p => <StatusMark status={p.status} stale={p.stale} /> },
        { header: t('fields.type'), cell: p => p.type },
        { header: t('fields.shared'), cell: p => t(p.shared ? 'fields.yes' : 'fields.no') },
        { header: t('fields.used'), cell: p => <PoolUse pool={p} /> },
      ]}
    />
  );
}

function Networks({ q }: { q: string }) {
  const t = useT();
  const { rows } = useLiveList('network', { q });
  return (
    <TableCard
      title={t('networks.title')}
      rows={rows}
      rowKey={network => network.id}
      empty={t('networks.emptyTitle')}
      columns={[
        {
          header: t('fields.name'),
          cell: n => <TextLink href={detailPath('network', n.id)}>{n.name}</TextLink>,
        },
        { header: t('fields.status'), cell: n => <StatusMark status={n.status} stale={n.stale} /> },
        { header: t('fields.type'), cell: n => t(`networks.types.${n.type}`) },
        { header: t('fields.bridge'), cell: n => n.bridge },
        { header: t('fields.cidr'), cell: n => n.cidrs.join(', ') },
        { header: t('fields.instances'), end: true, cell: n => formatCount(n.instanceCount ?? 0) },
      ]}
    />
  );
}
