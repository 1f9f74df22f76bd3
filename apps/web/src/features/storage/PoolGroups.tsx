import type { StoragePool } from '@orrery/contract/resources/storage.ts';
import type { PoolGroup } from '@orrery/contract/resources/structure.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { percentOf } from '../../lib/percent-of.ts';
import { formatBytes } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { balanceWords } from './group-words.ts';

/** Pools that are in groups; more are found by asking for them. */
const POOLS_SHOWN = 500;

/** Above the pools: the groups that back ends use them as one in. Nothing where none does. */
export function PoolGroups() {
  const t = useT();
  const { rows } = useLiveList('storage-pool', { q: 'has:poolgroup', limit: POOLS_SHOWN });
  const groups = groupsOf(rows);
  if (groups.length === 0) return null;
  return (
    <section aria-label={t('storage.groups.title')} className="px-6 pb-3 max-md:px-4">
      <ul className="scroll-area flex max-h-32 flex-wrap gap-2">
        {groups.map(group => (
          <GroupTile key={group.id} group={group} />
        ))}
      </ul>
    </section>
  );
}

function GroupTile({ group }: { group: PoolGroup }) {
  const t = useT();
  const { name, capacityBytes, freeBytes } = group;
  const used = capacityBytes === null || freeBytes === null ? null : capacityBytes - freeBytes;
  return (
    <li className="w-80 max-w-full rounded-lg border bg-surface px-3 py-2 text-13">
      <div className="flex items-baseline gap-2">
        <TextLink
          href={listPath('storage-pool', `poolgroup:${quoteIfNeeded(name)}`)}
          className="min-w-0 flex-1 truncate"
        >
          {name}
        </TextLink>
        <span className="tabular text-12 text-muted">
          {freeBytes !== null && t('storage.free', { value: formatBytes(freeBytes) })}
        </span>
      </div>
      <Meter percent={percentOf(used, capacityBytes)} label={`${t('fields.used')} ${name}`} />
      <div className="text-12 text-muted">
        {t('storage.groups.balance')}: {balanceWords(t, group)}
      </div>
    </li>
  );
}

/** Each once, by name. */
function groupsOf(pools: readonly StoragePool[]): PoolGroup[] {
  const groups = new Map(pools.flatMap(({ poolGroup }) => (poolGroup ? [[poolGroup.id, poolGroup]] : [])));
  return [...groups.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
