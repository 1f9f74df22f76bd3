import type { Snapshot } from '@orrery/contract/resources/storage.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { ProjectName } from '../../components/cells/ProjectName.tsx';
import { Confirmed } from '../../components/Confirmed.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { LaunchButton } from '../../components/LaunchButton.tsx';
import { detailPath } from '../../components/paths.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';

function SnapshotPage() {
  const t = useT();
  return (
    <DetailPage
      kind="snapshot"
      listTitle={t('storage.snapshots.title')}
      meta={s => <TextLink href={detailPath('instance', s.instance)}>{s.instanceName}</TextLink>}
      primary={() => ['revert', 'delete']}
      actions={s => <LaunchButton search={`snapshot=${encodeURIComponent(s.id)}`} />}
      tabs={[
        { value: 'overview', label: t('instances.tabs.overview'), render: s => <Overview snapshot={s} /> },
        { value: 'activity', label: t('instances.tabs.activity'), render: s => <ActivityTab target={s} /> },
      ]}
    />
  );
}

function Overview({ snapshot }: { snapshot: Snapshot }) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card title={t('instances.facts')}>
        <KeyValueList facts={useFacts(snapshot)} />
      </Card>
      <Siblings snapshot={snapshot} />
    </div>
  );
}

function useFacts(s: Snapshot): Fact[] {
  const t = useT();
  const yesNo = (value: boolean) => t(value ? 'fields.yes' : 'fields.no');
  return [
    { label: t('fields.instance'), value: s.instanceName },
    { label: t('fields.description'), value: s.description },
    { label: t('fields.withMemory'), value: yesNo(s.withMemory) },
    { label: t('fields.current'), value: yesNo(s.current) },
    { label: t('storage.snapshots.parent'), value: s.parent },
    { label: t('fields.capacity'), value: s.sizeBytes === null ? null : formatBytes(s.sizeBytes) },
    { label: t('fields.created'), value: s.createdAt && <RelativeTime at={s.createdAt} /> },
    { label: t('fields.project'), value: <ProjectName id={s.project} /> },
    { label: t('fields.asOf'), value: <Confirmed of={s} /> },
    { label: t('fields.id'), value: s.id, mono: true },
  ];
}

/** The other snapshots of the same instance, newest first: what one may return to instead. */
function Siblings({ snapshot }: { snapshot: Snapshot }) {
  const t = useT();
  const q = `instance:${quoteIfNeeded(snapshot.instance)}`;
  const { rows } = useLiveList('snapshot', { q, sort: '-created' });
  return (
    <Card title={t('storage.snapshots.siblings', { name: snapshot.instanceName })} flush>
      <SimpleTable
        label={t('storage.snapshots.title')}
        rows={rows.filter(other => other.id !== snapshot.id)}
        rowKey={other => other.id}
        empty={t('storage.snapshots.onlyOne')}
        columns={[
          {
            header: t('fields.name'),
            cell: s => <TextLink href={detailPath('snapshot', s.id)}>{s.name}</TextLink>,
          },
          {
            header: t('fields.status'),
            cell: s => <StatusMark status={s.status} detail={s.current ? t('fields.current') : undefined} />,
          },
          {
            header: t('fields.created'),
            end: true,
            cell: s => s.createdAt && <RelativeTime at={s.createdAt} />,
          },
        ]}
      />
    </Card>
  );
}

export const page: Page = { Component: SnapshotPage };
