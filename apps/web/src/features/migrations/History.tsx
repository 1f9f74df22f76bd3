import { useMemo, useState } from 'react';
import { useLiveRows } from '../../api/live-rows.ts';
import { failureOf } from '../../api/problem.ts';
import { detailPath } from '../../components/paths.ts';
import { QueryBar } from '../../components/QueryBar.tsx';
import { SaveView } from '../../components/views/SaveView.tsx';
import { ViewTabs } from '../../components/views/ViewTabs.tsx';
import { useGo } from '../../components/use-go.ts';
import { useListSearch } from '../../components/use-list-search.ts';
import { useT } from '../../lib/i18n.ts';
import { parseSort } from '../../lib/list-search.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { AllMoves } from './AllMoves.tsx';
import { historyColumns } from './columns.tsx';
import { ENDED } from './ended.ts';

/** Moves that have ended, predicted against real: the newest live, with search; or all that there ever were. */
export function History() {
  const t = useT();
  const [all, setAll] = useState(false);
  return (
    <div className="flex h-full min-h-80 flex-col gap-3">
      <div className="flex justify-end">
        <Button aria-pressed={all} onClick={() => setAll(!all)}>
          {t(all ? 'migrations.newestMoves' : 'migrations.archive')}
        </Button>
      </div>
      {all ? <AllMoves /> : <NewestMoves />}
    </div>
  );
}

function NewestMoves() {
  const t = useT();
  const go = useGo();
  const { search, setSearch, setSort } = useListSearch();
  const q = search.q ?? '';
  const sort = search.sort ?? '-ended';
  const { source, ready, error } = useLiveRows('migration', { q: `${ENDED} ${q}`.trim(), sort });
  const columns = useMemo(() => historyColumns(t), [t]);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3" data-ready={ready || undefined}>
      <div className="flex gap-2">
        <QueryBar
          kind="migration"
          value={q}
          onChange={next => setSearch({ q: next })}
          hint={t('migrations.historyHint')}
        />
        <SaveView kind="migration" />
      </div>
      <div className="-mx-6 max-md:-mx-4 empty:hidden">
        <ViewTabs kind="migration" />
      </div>
      {error ? (
        <ErrorState failure={failureOf(error)} />
      ) : (
        <DataTable
          source={source}
          columns={columns}
          label={t('migrations.tabs.history')}
          listed={`${q}\n${sort}`}
          rowLabel={row => row.instanceName}
          sort={parseSort(sort)}
          onSortChange={setSort}
          onOpen={row => go(detailPath('migration', row.id))}
          waiting={!ready}
          empty={ready && <EmptyState title={t('migrations.noHistory')} />}
        />
      )}
    </div>
  );
}
