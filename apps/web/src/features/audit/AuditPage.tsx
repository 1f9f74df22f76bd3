import { Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { failureOf } from '../../api/problem.ts';
import { useListSearch } from '../../components/use-list-search.ts';
import { useTableColumns } from '../../components/use-table-columns.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { useNarrow } from '../../lib/narrow.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Input } from '../../ui/Input.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ColumnChooser } from '../../ui/table/ColumnChooser.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DensityToggle } from '../../ui/table/DensityToggle.tsx';
import { auditColumns } from './columns.tsx';
import { RecordSheet } from './RecordSheet.tsx';
import { recordId, useAudit } from './use-audit.ts';
import { VerifyChain } from './VerifyChain.tsx';

// Long enough that a word is typed.
const SETTLE_MS = 250;

function AuditPage() {
  const t = useT();
  const { search, setSearch } = useListSearch();
  const q = search.q ?? '';
  const { pages, source } = useAudit(q);
  const columns = useMemo(() => auditColumns(t), [t]);
  const table = useTableColumns({ table: 'audit', columns, cols: search.cols }, cols => setSearch({ cols }));
  return (
    <>
      <PageHeader title={t('audit.title')} meta={t('audit.subtitle')} actions={<VerifyChain />} />
      <div className="flex items-center gap-2 px-6 pb-3 max-md:px-4">
        <FilterField value={q} onChange={next => setSearch({ q: next })} />
        <Button busy={pages.isRefetching} onClick={() => void pages.refetch()}>
          {t('actions.refresh')}
        </Button>
        <ColumnChooser columns={columns} state={table.state} onStateChange={table.setState} />
        <DensityToggle />
      </div>
      {pages.error ? (
        <div className="px-6 py-8">
          <ErrorState failure={failureOf(pages.error)} onRetry={() => void pages.refetch()} />
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col" data-ready={pages.isSuccess || undefined}>
          <DataTable
            source={source}
            columns={columns}
            label={t('audit.title')}
            rowLabel={recordId}
            columnState={table.state}
            onColumnStateChange={table.setState}
            onOpen={record => setSearch({ sel: recordId(record) })}
            empty={
              pages.isSuccess && (
                <EmptyState
                  title={q === '' ? t('audit.empty') : t('lists.noMatch')}
                  text={t('audit.filterHint')}
                />
              )
            }
          />
          {pages.hasNextPage && (
            <div className="flex justify-center border-t py-2">
              <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('audit.older')}
              </Button>
            </div>
          )}
        </div>
      )}
      {search.sel && <RecordSheet sequence={search.sel} onClose={() => setSearch({ sel: '' })} />}
    </>
  );
}

type FilterFieldProps = { value: string; onChange: (q: string) => void };

/** Words that must all occur in a record. Not the query language: the log is text, kept as it was written. */
function FilterField({ value, onChange }: FilterFieldProps) {
  const t = useT();
  const narrow = useNarrow();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // The address changed by other means: follow it.
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), SETTLE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="min-w-0 flex-1">
      <Input
        icon={Search}
        type="search"
        data-query
        aria-label={t('audit.filter')}
        placeholder={t(narrow ? 'audit.filter' : 'audit.filterHint')}
        value={text}
        onChange={event => setText(event.target.value)}
      />
    </div>
  );
}

export const page: Page = { Component: AuditPage };
