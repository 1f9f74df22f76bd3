import { Server } from 'lucide-react';
import { ListPage } from '../../components/ListPage.tsx';
import { useGo } from '../../components/use-go.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useHostColumns } from './columns.tsx';

function HostsPage() {
  const t = useT();
  const go = useGo();
  return (
    <ListPage
      kind="host"
      title={t('hosts.title')}
      columns={useHostColumns()}
      defaultSort="name"
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('instances.views.attention'), q: 'is:attention' },
        { label: t('hosts.hot'), q: 'cpu>80' },
        { label: t('hosts.shortOfMemory'), q: 'memorypercent>80' },
        { label: t('hosts.inMaintenance'), q: 'status:maintenance,entering-maintenance' },
        { label: t('hosts.unused'), q: 'instances:0' },
      ]}
      examples={['cpu>50 memorypercent>50', 'status:unreachable', 'model:*EPYC*']}
      empty={
        <EmptyState
          icon={Server}
          title={t('hosts.emptyTitle')}
          text={t('hosts.emptyText')}
          action={<Button onClick={() => go('/backends')}>{t('instances.emptyAction')}</Button>}
        />
      }
    />
  );
}

export const page: Page = { Component: HostsPage, rows: { kind: 'host', sort: 'name' } };
