import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useMemo } from 'react';
import { failureOf } from '../../api/problem.ts';
import { detailPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { historyColumns } from './columns.tsx';
import { useAllMoves } from './use-all-moves.ts';

/** Everything that was ever moved, predicted against real: also what live lists no longer hold. */
export function AllMoves() {
  const t = useT();
  const go = useGo();
  const { pages, source } = useAllMoves();
  // In the order of the database: other orders are for the live list.
  const columns = useMemo(() => historyColumns(t).map(withoutSort), [t]);
  const total = pages.data?.pages[0]?.total ?? 0;
  if (pages.error)
    return <ErrorState failure={failureOf(pages.error)} onRetry={() => void pages.refetch()} />;
  return (
    <>
      <DataTable
        source={source}
        columns={columns}
        label={t('migrations.allMoves', { count: total })}
        rowLabel={row => row.instanceName}
        onOpen={row => go(detailPath('migration', row.id))}
        waiting={pages.isPending}
        empty={pages.isSuccess && <EmptyState title={t('migrations.noHistory')} />}
      />
      {pages.hasNextPage && (
        <div className="flex justify-center py-2">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('migrations.olderMoves')}
          </Button>
        </div>
      )}
    </>
  );
}

function withoutSort(column: Column<Migration>): Column<Migration> {
  const plain = { ...column };
  delete plain.sortBy;
  return plain;
}
