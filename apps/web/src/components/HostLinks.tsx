import { useLiveList } from '../api/live-rows.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { TextLink } from '../ui/Link.tsx';
import { detailPath } from './paths.ts';

/** Hosts by name. Those that this person may not know of are not in `ids` at all. */
export function HostLinks({ ids }: { ids: readonly string[] }) {
  return ids.length === 0 ? '–' : <Named ids={ids} />;
}

function Named({ ids }: { ids: readonly string[] }) {
  const { rows } = useLiveList('host', { q: `id:${ids.map(quoteIfNeeded).join(',')}`, limit: ids.length });
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      {rows.map(host => (
        <TextLink key={host.id} href={detailPath('host', host.id)} className="font-normal">
          {host.name}
        </TextLink>
      ))}
    </span>
  );
}
