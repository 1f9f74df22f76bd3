import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { useParams } from '@tanstack/react-router';
import { Telescope } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLiveResource } from '../api/live-resource.ts';
import { failureOf } from '../api/problem.ts';
import { useT } from '../lib/i18n.ts';
import { toneOfResource } from '../lib/status-tone.ts';
import { AgeMark } from '../ui/AgeMark.tsx';
import { buttonStyle } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Link } from '../ui/Link.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { type Tab, TabPanel, Tabs } from '../ui/Tabs.tsx';
import { ResourceActions } from './actions/ResourceActions.tsx';
import { listPath } from './paths.ts';
import { useListSearch } from './use-list-search.ts';

export type DetailTab<R> = {
  value: string;
  label: string;
  render: (resource: R) => ReactNode;
  /** Left out where it says no. */
  shows?: (resource: R) => boolean;
};

type DetailPageProps<K extends ResourceKind> = {
  kind: K;
  /** Title of the list it belongs to. */
  listTitle: string;
  /** After the status: where it runs, what kind it is. */
  meta?: (resource: ResourceTypes[K]) => ReactNode;
  /** The two actions that people want now, by name. */
  primary?: (resource: ResourceTypes[K]) => readonly string[];
  /** What can be done that is no action of the resource, such as cancelling an operation. */
  actions?: (resource: ResourceTypes[K]) => ReactNode;
  /** More of those, as items behind ⋯ before its actions. */
  menu?: (resource: ResourceTypes[K]) => ReactNode;
  /** Above the tabs: what is under way with it. */
  notice?: (resource: ResourceTypes[K]) => ReactNode;
  /** Heading, for what has no name of its own. */
  title?: (resource: ResourceTypes[K]) => string;
  tabs: readonly DetailTab<ResourceTypes[K]>[];
};

/** One resource: header with status, age and actions; tabs whose choice is in the URL. Live for as long as it is open. */
export function DetailPage<K extends ResourceKind>(props: DetailPageProps<K>) {
  const { kind, listTitle } = props;
  const t = useT();
  // The route tree is built from manifests: an unregistered router types parameters as any.
  const params: Record<string, string | undefined> = useParams({ strict: false });
  const id = params.id ?? '';
  const found = useLiveResource(kind, id);
  const { search, setSearch } = useListSearch();
  const crumbs = [{ label: listTitle, href: listPath(kind) }];
  if (found.state === 'loading') return <Skeleton className="m-6 h-40 w-auto" />;
  if (found.state === 'failed')
    return (
      <div className="p-8">
        <ErrorState failure={failureOf(found.error)} />
      </div>
    );
  if (found.state === 'missing')
    return (
      <>
        <PageHeader title={t('lists.missingTitle')} crumbs={crumbs} />
        <EmptyState
          icon={Telescope}
          title={id}
          text={t('lists.missingText')}
          action={
            <Link href={listPath(kind)} className={buttonStyle({ tone: 'normal' })}>
              {listTitle}
            </Link>
          }
        />
      </>
    );
  const { resource } = found;
  const tabs = props.tabs.filter(tab => tab.shows?.(resource) ?? true);
  const tab = tabs.some(one => one.value === search.tab) ? search.tab : tabs[0]?.value;
  const shown: Tab<string>[] = tabs.map(({ value, label }) => ({ value, label }));
  return (
    <>
      <PageHeader
        title={props.title?.(resource) ?? resource.name}
        crumbs={crumbs}
        meta={
          <>
            <StatusMark status={resource.status} tone={toneOfResource(resource)} stale={resource.stale} />
            {resource.stale && <AgeMark asOf={resource.asOf} promiseMs={0} />}
            {props.meta?.(resource)}
          </>
        }
        actions={
          <>
            {props.actions?.(resource)}
            <ResourceActions target={resource} primary={props.primary?.(resource) ?? []} inPalette>
              {props.menu?.(resource)}
            </ResourceActions>
          </>
        }
      />
      {props.notice?.(resource)}
      <Tabs
        tabs={shown}
        value={tab ?? ''}
        onValueChange={value => setSearch({ tab: value === tabs[0]?.value ? '' : value })}
        label={resource.name}
      >
        {tabs.map(one => (
          <TabPanel key={one.value} value={one.value}>
            {one.value === tab && one.render(resource)}
          </TabPanel>
        ))}
      </Tabs>
    </>
  );
}
