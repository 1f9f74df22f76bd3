import { Waypoints } from 'lucide-react';
import { failureOf } from '../../api/problem.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { LaunchButton } from '../../components/LaunchButton.tsx';
import { QueryBar } from '../../components/QueryBar.tsx';
import { useListSearch } from '../../components/use-list-search.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { EmptyNetworks } from './EmptyNetworks.tsx';
import { TopologyPicture } from './TopologyPicture.tsx';
import { TopologyTable } from './TopologyTable.tsx';
import { type Topology, useTopology } from './use-topology.ts';

/** Networks with the instances that hang on them, on their hosts for those who may know them. */
function TopologyPage() {
  const t = useT();
  const { search, setSearch } = useListSearch();
  const q = search.q ?? '';
  const topology = useTopology(q);
  const seesHosts = useMayAnywhere('fleet.read');
  const byHost = seesHosts && search.group !== 'none';
  const view = search.tab === 'table' ? 'table' : 'picture';
  return (
    <>
      <PageHeader
        title={t('topology.title')}
        actions={
          <>
            {seesHosts && view === 'picture' && (
              <label className="flex items-center gap-2 text-13">
                {t('topology.byHost')}
                <Switch
                  aria-label={t('topology.byHost')}
                  checked={byHost}
                  onCheckedChange={on => setSearch({ group: on ? '' : 'none' })}
                />
              </label>
            )}
            <SegmentedControl
              label={t('topology.view')}
              segments={[
                { value: 'picture', label: t('topology.picture') },
                { value: 'table', label: t('topology.table') },
              ]}
              value={view}
              onValueChange={tab => setSearch({ tab: tab === 'table' ? tab : '' })}
            />
          </>
        }
      />
      <div className="flex items-center gap-2 px-6 pb-3 max-md:px-4">
        <QueryBar
          kind="instance"
          value={q}
          onChange={next => setSearch({ q: next })}
          hint={t('topology.hint')}
        />
      </div>
      <div className="px-6 pb-6 max-md:px-4" data-ready={topology.ready || undefined}>
        <Shown topology={topology} onClear={q === '' ? undefined : () => setSearch({ q: '' })}>
          {view === 'table' ? (
            <TopologyTable topology={topology} seesHosts={seesHosts} />
          ) : (
            <TopologyPicture topology={topology} byHost={byHost} />
          )}
        </Shown>
      </div>
    </>
  );
}

type ShownProps = { topology: Topology; onClear: (() => void) | undefined; children: React.ReactNode };

function Shown({ topology, onClear, children }: ShownProps) {
  const t = useT();
  const { graph, instances, total, ready, error } = topology;
  if (error) return <ErrorState failure={failureOf(error)} />;
  if (!ready) return <Skeleton className="h-64 w-full" />;
  if (graph.lanes.length === 0 && graph.empty.length === 0)
    return onClear ? (
      <EmptyState
        title={t('lists.noMatch')}
        action={<Button onClick={onClear}>{t('lists.clearQuery')}</Button>}
      />
    ) : (
      <EmptyState
        icon={Waypoints}
        title={t('topology.emptyTitle')}
        text={t('topology.emptyText')}
        action={<LaunchButton />}
      />
    );
  const networks = graph.lanes.filter(({ key }) => key !== '').length;
  return (
    <>
      <p role="status" className="pb-2 text-13 text-muted">
        {total > instances.size
          ? t('topology.some', { shown: formatCount(instances.size), total: formatCount(total) })
          : t('topology.all', {
              instances: t('topology.instances', { count: total, value: formatCount(total) }),
              networks: t('topology.networks', { count: networks, value: formatCount(networks) }),
            })}
      </p>
      {graph.lanes.length > 0 && children}
      <EmptyNetworks networks={graph.empty} />
    </>
  );
}

export const page: Page = { Component: TopologyPage };
