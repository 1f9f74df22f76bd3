import type { Recommendation } from '@orrery/contract/resources/recommendation.ts';
import { Scale } from 'lucide-react';
import { useMemo } from 'react';
import { AtOnceButton } from '../../components/actions/AtOnceButton.tsx';
import { backendColumn, idColumn, statusColumn } from '../../components/cells/common-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { detailPath } from '../../components/paths.ts';
import { gainText, recommendedChange } from '../../components/recommended-change.ts';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { serverWords } from '../../lib/server-text.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import type { Column } from '../../ui/table/columns.ts';

function RecommendationsPage() {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <ListPage
      kind="recommendation"
      title={t('watching.recommendations')}
      columns={columns}
      defaultSort="priority,-gain"
      opens={false}
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('watching.urgent'), q: 'priority<=2' },
      ]}
      examples={['priority<=2', 'cause:cpu gain>2', 'action:move']}
      empty={
        <EmptyState
          icon={Scale}
          title={t('watching.noRecommendations')}
          text={t('watching.noRecommendationsText')}
        />
      }
    />
  );
}

function columnsOf(t: Translate): Column<Recommendation>[] {
  return [...changeColumns(t), ...whyColumns(t), backendColumn(t, true), idColumn(t)];
}

function changeColumns(t: Translate): Column<Recommendation>[] {
  return [
    {
      id: 'priority',
      header: t('watching.priority'),
      width: 84,
      align: 'end',
      sortBy: 'priority',
      cell: r => r.priority,
    },
    {
      id: 'instance',
      header: t('watching.instance'),
      width: 190,
      fixed: true,
      sortBy: 'instance',
      cell: r =>
        r.instance ? (
          <TextLink href={detailPath('instance', r.instance)} tabIndex={-1} className="truncate">
            {r.instanceName ?? r.instance}
          </TextLink>
        ) : (
          r.name
        ),
    },
    {
      id: 'move',
      brief: 'fact',
      header: t('watching.move'),
      width: 230,
      sortBy: 'to',
      cell: r => recommendedChange(t, r),
    },
    {
      id: 'cluster',
      header: t('fields.cluster'),
      width: 130,
      sortBy: 'cluster',
      cell: r =>
        r.cluster && (
          <TextLink href={detailPath('cluster', r.cluster)} tabIndex={-1} className="truncate font-normal">
            {r.clusterName ?? r.cluster}
          </TextLink>
        ),
    },
  ];
}

function whyColumns(t: Translate): Column<Recommendation>[] {
  return [
    {
      id: 'reason',
      header: t('fields.reason'),
      width: 220,
      grow: true,
      sortBy: 'reason',
      cell: r => (
        <span className="truncate" title={serverWords(r.warning ?? r.reason)}>
          {serverWords(r.reason)}
        </span>
      ),
    },
    {
      id: 'gain',
      brief: 'fact',
      header: t('watching.gain'),
      width: 100,
      align: 'end',
      sortBy: 'gain',
      cell: r => gainText(t, r),
    },
    {
      id: 'by',
      header: t('watching.by'),
      width: 130,
      optional: true,
      sortBy: 'by',
      cell: r => t(`watching.makers.${r.madeBy}`),
    },
    {
      id: 'created',
      header: t('fields.created'),
      width: 100,
      optional: true,
      sortBy: 'created',
      cell: r => r.createdAt && <RelativeTime at={r.createdAt} />,
    },
    statusColumn(t, { width: 100 }),
    {
      id: 'apply',
      brief: 'end',
      header: t('watching.action'),
      width: 90,
      cell: r => <AtOnceButton target={r} action="apply" inGrid />,
    },
  ];
}

export const page: Page = {
  Component: RecommendationsPage,
  rows: { kind: 'recommendation', sort: 'priority,-gain' },
};
