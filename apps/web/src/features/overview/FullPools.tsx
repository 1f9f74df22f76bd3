import { useLiveList } from '../../api/live-rows.ts';
import { detailPath, listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { percentOf } from '../../lib/percent-of.ts';
import { formatBytes } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { namesakes } from './namesakes.ts';
import { OnBackend } from './OnBackend.tsx';
import { RankedList } from './RankedList.tsx';

/** The fullest storage pools, with the room that is left: that is what people ask. */
export function FullPools() {
  const t = useT();
  const { rows, ready } = useLiveList('storage-pool', { q: 'has:size', sort: '-usedpercent', limit: 4 });
  const twins = namesakes(rows, pool => pool.name);
  return (
    <RankedList
      title={t('overview.fullPools')}
      rows={rows}
      ready={ready}
      empty={t('storage.pools.emptyTitle')}
      more={`${listPath('storage-pool')}?sort=-usedpercent`}
      line={pool => (
        <>
          <span className="flex min-w-0 flex-1 items-baseline gap-2">
            <TextLink href={detailPath('storage-pool', pool.id)} className="max-w-full shrink-0 truncate">
              {pool.name}
            </TextLink>
            {pool.capacityBytes !== null && pool.usedBytes !== null && (
              <span className="tabular truncate text-12 text-muted">
                {t('storage.free', { value: formatBytes(pool.capacityBytes - pool.usedBytes) })}
                {twins.has(pool.id) && pool.backend && <OnBackend id={pool.backend} />}
              </span>
            )}
          </span>
          <span className="w-28 shrink-0">
            <Meter
              percent={percentOf(pool.usedBytes, pool.capacityBytes)}
              label={`${t('fields.used')} ${pool.name}`}
            />
          </span>
        </>
      )}
    />
  );
}
