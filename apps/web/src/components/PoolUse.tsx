import type { StoragePool } from '@orrery/contract/resources/storage.ts';
import { useT } from '../lib/i18n.ts';
import { percentOf } from '../lib/percent-of.ts';
import { formatBytes } from '../lib/units.ts';
import { Meter } from '../ui/Meter.tsx';

/** How full a storage pool is, and how much there is. */
export function PoolUse({ pool }: { pool: StoragePool }) {
  const t = useT();
  const { usedBytes, capacityBytes } = pool;
  return (
    <span className="flex w-full min-w-48 items-center gap-3">
      <span className="min-w-24 flex-1">
        <Meter percent={percentOf(usedBytes, capacityBytes)} label={`${t('fields.used')} ${pool.name}`} />
      </span>
      <span className="tabular w-20 shrink-0 text-right text-12 text-muted">
        {capacityBytes === null ? '–' : formatBytes(capacityBytes)}
      </span>
    </span>
  );
}
