import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { Badge } from '../../ui/Badge.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { MigrationOverview } from './MigrationOverview.tsx';

function MigrationPage() {
  const t = useT();
  return (
    <DetailPage
      kind="migration"
      listTitle={t('migrations.title')}
      title={m => m.instanceName}
      meta={migration => <Where migration={migration} />}
      primary={m => (m.status === 'running' || m.status === 'queued' ? ['cancel'] : [])}
      tabs={[
        {
          value: 'overview',
          label: t('instances.tabs.overview'),
          render: m => <MigrationOverview migration={m} />,
        },
        { value: 'activity', label: t('instances.tabs.activity'), render: m => <ActivityTab target={m} /> },
      ]}
    />
  );
}

function Where({ migration: m }: { migration: Migration }) {
  const t = useT();
  return (
    <>
      <TextLink href={detailPath('instance', m.instance)}>{t('fields.instance')}</TextLink>
      <span>
        {m.fromHost ? <TextLink href={detailPath('host', m.fromHost)}>{m.fromHostName}</TextLink> : '–'}
        {' → '}
        {m.toHost ? (
          <TextLink href={detailPath('host', m.toHost)}>{m.toHostName}</TextLink>
        ) : (
          t('migrations.somewhere')
        )}
      </span>
      <Badge>{t(`migrations.methods.${m.method}`)}</Badge>
      <span>{t(`migrations.begunBy.${m.startedBy}`)}</span>
    </>
  );
}

export const page: Page = { Component: MigrationPage };
