import { ListChecks } from 'lucide-react';
import { ListPage } from '../../components/ListPage.tsx';
import { listPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import { useListSearch } from '../../components/use-list-search.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useOperationColumns } from './columns.tsx';
import { batchOf } from './batch-of.ts';
import { RetryFailedButton } from './RetryFailedButton.tsx';

function OperationsPage() {
  const t = useT();
  const go = useGo();
  const batch = batchOf(useListSearch().search.q ?? '');
  return (
    <ListPage
      kind="operation"
      title={t('operations.title')}
      columns={useOperationColumns()}
      defaultSort="-created"
      actions={batch && <RetryFailedButton batch={batch} />}
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('operations.unfinished'), q: 'is:unfinished' },
        { label: t('operations.failed'), q: 'status:failed' },
        { label: t('operations.today'), q: 'age<24h' },
      ]}
      examples={['is:unfinished', 'status:failed age<1d', 'action:delete actor:admin']}
      empty={
        <EmptyState
          icon={ListChecks}
          title={t('operations.emptyTitle')}
          text={t('operations.emptyText')}
          action={<Button onClick={() => go(listPath('instance'))}>{t('instances.title')}</Button>}
        />
      }
    />
  );
}

export const page: Page = { Component: OperationsPage, rows: { kind: 'operation', sort: '-created' } };
