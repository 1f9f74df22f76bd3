import { useLiveList } from '../../api/live-rows.ts';
import { detailPath, listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { formatMiB } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { RankedList } from './RankedList.tsx';

const SHOWN = 8;

/** The newest of one's own, with what one needs to reach them. */
export function MyInstances() {
  const t = useT();
  const { rows, ready } = useLiveList('instance', { sort: '-created', limit: SHOWN });
  return (
    <RankedList
      title={t('overview.newest')}
      rows={rows}
      ready={ready}
      empty={t('lists.noInstances')}
      more={listPath('instance')}
      line={({ id, name, status, stale, addresses, vcpus, memoryMiB }) => (
        <>
          <TextLink href={detailPath('instance', id)} className="min-w-0 flex-1 truncate">
            {name}
          </TextLink>
          <span className="flex w-28 shrink-0">
            <StatusMark status={status} stale={stale} />
          </span>
          <span className="w-36 shrink-0 truncate font-mono text-12 max-md:hidden">
            {addresses[0]?.address ?? '–'}
          </span>
          <span className="tabular w-24 shrink-0 truncate text-right text-muted max-sm:hidden">
            {vcpus > 0 && `${vcpus} · `}
            {memoryMiB > 0 && formatMiB(memoryMiB)}
          </span>
        </>
      )}
    />
  );
}
