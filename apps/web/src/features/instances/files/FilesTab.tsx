import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useQuery } from '@tanstack/react-query';
import { failureOf } from '../../../api/problem.ts';
import { detailPath } from '../../../components/paths.ts';
import { useGo } from '../../../components/use-go.ts';
import { useListSearch } from '../../../components/use-list-search.ts';
import { useT } from '../../../lib/i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { DropZone } from './DropZone.tsx';
import { PathBar } from './PathBar.tsx';
import { PlaceTable } from './PlaceTable.tsx';
import { PlaceToolbar } from './PlaceToolbar.tsx';
import { folderOf, type Place, readPlace, tidyPath } from './read-place.ts';
import { SinglePlace } from './SinglePlace.tsx';
import { Transfers } from './Transfers.tsx';
import { useDownload } from './use-download.ts';
import { filesKey, usePutFiles } from './use-put-files.ts';

/** Files in and out of an instance: its folders, one at a time; the path is in the address. */
export function FilesTab({ instance }: { instance: Instance }) {
  const t = useT();
  const go = useGo();
  const { search } = useListSearch();
  const path = tidyPath(search.path ?? '/');
  const hrefOf = (to: string) =>
    `${detailPath('instance', instance.id)}?${new URLSearchParams({ tab: 'files', path: to })}`;
  const place = useQuery({
    // Started anew it may have other files.
    queryKey: [...filesKey(instance.id), path, instance.startedAt],
    queryFn: ({ signal }) => readPlace(instance.id, path, signal),
    gcTime: 0,
    retry: false,
  });
  const download = useDownload(instance.id);
  const put = usePutFiles(instance.id, namesIn(place.data));
  const folder = place.data && place.data.self.kind !== 'folder' ? folderOf(path) : path;
  const take = (files: readonly File[]) => put.put({ path: folder, files });
  return (
    <DropZone label={t('files.dropHere', { path: folder })} onFiles={take}>
      <div className="flex flex-wrap items-start gap-3">
        <PathBar path={path} hrefOf={hrefOf} onGo={to => go(hrefOf(to))} />
        <PlaceToolbar
          self={place.data?.self}
          onFiles={take}
          onDownload={download.start}
          isSending={put.sending !== undefined}
          isFetching={download.row !== undefined}
        />
      </div>
      <Transfers download={download} put={put} folder={folder} />
      {place.error ? (
        <ErrorState failure={failureOf(place.error)} onRetry={() => void place.refetch()} />
      ) : place.data ? (
        <Shown place={place.data} hrefOf={hrefOf} onDownload={download.start} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </DropZone>
  );
}

type ShownProps = {
  place: Place;
  hrefOf: (path: string) => string;
  onDownload: (row: Place['self']) => void;
};

function Shown({ place: { self, rows, isPartial }, hrefOf, onDownload }: ShownProps) {
  const t = useT();
  if (self.kind !== 'folder') return <SinglePlace row={self} hrefOf={hrefOf} />;
  return (
    <>
      <Card flush>
        <PlaceTable rows={rows} hrefOf={hrefOf} onDownload={onDownload} />
      </Card>
      {isPartial && <p className="text-12 text-muted">{t('files.partial')}</p>}
    </>
  );
}

const namesIn = (place: Place | undefined): ReadonlySet<string> =>
  new Set(place && (place.self.kind === 'folder' ? place.rows : [place.self]).map(({ name }) => name));
