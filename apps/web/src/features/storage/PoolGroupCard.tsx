import type { StoragePool } from '@orrery/contract/resources/storage.ts';
import type { PoolGroup } from '@orrery/contract/resources/structure.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { detailPath, listPath } from '../../components/paths.ts';
import { PoolUse } from '../../components/PoolUse.tsx';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { Card } from '../../ui/Card.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { balanceWords } from './group-words.ts';

/** The group that the back end uses the pool as one with: what is free in all of it, and who else is in it. */
export function PoolGroupCard({ pool, group }: { pool: StoragePool; group: PoolGroup }) {
  const t = useT();
  const { name, capacityBytes, freeBytes } = group;
  const backend = pool.backend === null ? '' : ` backend:${quoteIfNeeded(pool.backend)}`;
  const q = `poolgroup:${quoteIfNeeded(name)}${backend}`;
  const { rows } = useLiveList('storage-pool', { q });
  return (
    <Card
      title={`${t('fields.poolGroup')} · ${name}`}
      flush
      actions={
        <TextLink href={listPath('storage-pool', q)} className="px-2 text-12 font-normal text-muted">
          {t('lists.openAsList')}
        </TextLink>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        {capacityBytes !== null && freeBytes !== null && (
          <CapacityBar
            label={t('overview.capacity.storage')}
            format={formatBytes}
            used={capacityBytes - freeBytes}
            promised={rows.reduce((sum, row) => sum + (row.promisedBytes ?? 0), 0)}
            total={capacityBytes}
          />
        )}
        <KeyValueList
          facts={[
            { label: t('storage.freeColumn'), value: freeBytes === null ? null : formatBytes(freeBytes) },
            { label: t('storage.groups.balance'), value: balanceWords(t, group) },
          ]}
        />
      </div>
      <SimpleTable
        label={t('storage.groups.of', { name })}
        rows={rows.filter(row => row.id !== pool.id)}
        rowKey={row => row.id}
        empty={t('storage.groups.alone')}
        columns={[
          {
            header: t('fields.name'),
            cell: p => <TextLink href={detailPath('storage-pool', p.id)}>{p.name}</TextLink>,
          },
          { header: t('fields.status'), cell: p => <StatusMark status={p.status} stale={p.stale} /> },
          { header: t('fields.used'), cell: p => <PoolUse pool={p} /> },
        ]}
      />
    </Card>
  );
}
