import type { Instance } from '@orrery/contract/resources/instance.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { ActionButton } from '../../components/actions/ActionButton.tsx';
import { ResourceActions } from '../../components/actions/ResourceActions.tsx';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Card } from '../../ui/Card.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';

export function InstanceSnapshots({ instance }: { instance: Instance }) {
  const t = useT();
  const snapshots = useLiveList('snapshot', {
    q: `instance:${quoteIfNeeded(instance.id)}`,
    sort: '-created',
  });
  return (
    <Card
      title={t('instances.tabs.snapshots')}
      flush
      actions={<ActionButton target={instance} action="snapshot" />}
    >
      <SimpleTable
        label={t('instances.tabs.snapshots')}
        rows={snapshots.rows}
        rowKey={snapshot => snapshot.id}
        empty={t('instances.noSnapshots')}
        columns={[
          { header: t('fields.name'), cell: s => s.name },
          {
            header: t('fields.status'),
            cell: s => (
              <StatusMark status={s.status} {...(s.current ? { detail: t('fields.current') } : {})} />
            ),
          },
          { header: t('fields.withMemory'), cell: s => t(s.withMemory ? 'fields.yes' : 'fields.no') },
          { header: t('fields.description'), cell: s => s.description },
          { header: t('fields.created'), cell: s => s.createdAt && <RelativeTime at={s.createdAt} /> },
          {
            header: t('fields.action'),
            end: true,
            cell: s => (
              <span className="inline-flex gap-2">
                <ResourceActions target={s} primary={['revert', 'delete']} />
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}
