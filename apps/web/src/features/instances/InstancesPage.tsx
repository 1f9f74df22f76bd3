import { Boxes } from 'lucide-react';
import { mayAnywhere, useSession } from '../../api/session.ts';
import { BulkActions } from '../../components/actions/BulkActions.tsx';
import { LaunchButton } from '../../components/LaunchButton.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { useGo } from '../../components/use-go.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useInstanceColumns } from './columns.tsx';

function InstancesPage() {
  const t = useT();
  const go = useGo();
  const session = useSession();
  const fleet = session !== null && mayAnywhere(session, 'fleet.read');
  const columns = useInstanceColumns();
  return (
    <ListPage
      kind="instance"
      title={t('instances.title')}
      columns={columns}
      defaultSort="name"
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('instances.views.running'), q: 'status:running' },
        { label: t('instances.views.hot'), q: 'cpu>80' },
        { label: t('instances.views.attention'), q: 'is:attention' },
        { label: t('instances.views.stopped'), q: 'power:stopped' },
      ]}
      selectionActions={(selection, q) => <BulkActions selection={selection} q={q} />}
      empty={
        <EmptyState
          icon={Boxes}
          title={t('instances.emptyTitle')}
          text={t(fleet ? 'instances.emptyText' : 'overview.empty.ownText')}
          action={
            <>
              <LaunchButton tone="normal" />
              {fleet && <Button onClick={() => go('/backends')}>{t('instances.emptyAction')}</Button>}
            </>
          }
        />
      }
      actions={<LaunchButton />}
    />
  );
}

export const page: Page = { Component: InstancesPage, rows: { kind: 'instance', sort: 'name' } };
