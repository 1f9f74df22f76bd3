import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { type ReactNode, useMemo } from 'react';
import { useLiveRows } from '../api/live-rows.ts';
import { failureOf } from '../api/problem.ts';
import { useT } from '../lib/i18n.ts';
import { parseSort } from '../lib/list-search.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Button } from '../ui/Button.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { ColumnChooser } from '../ui/table/ColumnChooser.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { DensityToggle } from '../ui/table/DensityToggle.tsx';
import { createSelection, type SelectionStore } from '../lib/selection.ts';
import { SelectionBar } from '../ui/table/SelectionBar.tsx';
import { detailPath } from './paths.ts';
import { QueryBar } from './QueryBar.tsx';
import { useGo } from './use-go.ts';
import { useListSearch } from './use-list-search.ts';
import { useTableColumns } from './use-table-columns.ts';
import { SaveView } from './views/SaveView.tsx';
import { type Preset, ViewTabs } from './views/ViewTabs.tsx';

type Row<K extends ResourceKind> = ResourceTypes[K];

type ListPageProps<K extends ResourceKind> = {
  kind: K;
  title: string;
  columns: readonly Column<Row<K>>[];
  /** Sort when the URL names none. */
  defaultSort: string;
  /** Shown when there are none at all, without any query. */
  empty: ReactNode;
  /** Questions that people often ask; saved views stand after them. */
  views?: readonly Preset[];
  /** Queries that show what can be asked here; offered when nothing matches. */
  examples?: readonly string[];
  actions?: ReactNode;
  /** Above the table: what its rows are part of. */
  above?: ReactNode;
  /** What can be done with the selected rows; a list without it selects nothing. */
  selectionActions?: (selection: SelectionStore, q: string) => ReactNode;
  /** False for rows that have no page of their own. */
  opens?: boolean;
};

/** A live list: query bar, saved views, table, selection. Its whole state is in the URL. */
export function ListPage<K extends ResourceKind>(props: ListPageProps<K>) {
  const { kind, title, defaultSort, columns, opens = true, selectionActions } = props;
  const t = useT();
  const go = useGo();
  const { search, setSearch, setSort } = useListSearch();
  const q = search.q ?? '';
  const sort = search.sort ?? defaultSort;
  const { source, ready, total, error } = useLiveRows(kind, { q, sort });
  const table = useTableColumns({ table: kind, columns, cols: search.cols }, cols => setSearch({ cols }));
  const selection = useMemo(() => createSelection(), []);
  const ask = (next: string) => setSearch({ q: next });
  const empty = q === '' ? props.empty : <NoMatch examples={props.examples ?? []} onAsk={ask} />;
  return (
    <>
      <PageHeader title={title} count={total} actions={props.actions} />
      <div className="flex items-center gap-2 px-6 pb-3 max-md:px-4">
        <QueryBar kind={kind} value={q} onChange={ask} hint={props.examples?.[0]} />
        <SaveView kind={kind} />
        <ColumnChooser columns={columns} state={table.state} onStateChange={table.setState} />
        <DensityToggle />
      </div>
      <ViewTabs kind={kind} presets={props.views} />
      {props.above}
      {error ? (
        <div className="px-6 py-8">
          <ErrorState failure={failureOf(error)} />
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col" data-ready={ready || undefined}>
          <DataTable
            source={source}
            columns={columns}
            label={title}
            listed={`${q}\n${sort}`}
            rowLabel={row => row.name}
            columnState={table.state}
            onColumnStateChange={table.setState}
            sort={parseSort(sort)}
            onSortChange={setSort}
            {...(selectionActions ? { selection } : {})}
            {...(opens ? { onOpen: (row: Row<K>) => go(detailPath(kind, row.id)) } : {})}
            waiting={!ready}
            empty={ready && empty}
          />
          {selectionActions && (
            <SelectionBar selection={selection} total={total ?? 0}>
              {selectionActions(selection, q)}
            </SelectionBar>
          )}
        </div>
      )}
      <span className="sr-only" role="status">
        {total === undefined ? '' : t('lists.count', { count: total })}
      </span>
    </>
  );
}

type NoMatchProps = { examples: readonly string[]; onAsk: (q: string) => void };

function NoMatch({ examples, onAsk }: NoMatchProps) {
  const t = useT();
  return (
    <EmptyState
      title={t('lists.noMatch')}
      {...(examples.length > 0 ? { text: t('lists.examples') } : {})}
      action={
        <>
          {examples.length > 0 && (
            <span className="flex w-full flex-wrap justify-center gap-x-2">
              {examples.map(example => (
                <Button key={example} tone="quiet" onClick={() => onAsk(example)}>
                  <code className="font-mono text-12">{example}</code>
                </Button>
              ))}
            </span>
          )}
          <Button onClick={() => onAsk('')}>{t('lists.clearQuery')}</Button>
        </>
      }
    />
  );
}
