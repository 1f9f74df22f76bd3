import type { OrreryEvent } from '@orrery/contract/resources/event.ts';
import { ScrollText } from 'lucide-react';
import { useMemo } from 'react';
import { backendColumn, idColumn, projectColumn } from '../../components/cells/common-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { formatDate } from '../../lib/dates.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { eventText, serverWords } from '../../lib/server-text.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';

const EVENT_TONES = { info: 'off', warning: 'warn', error: 'bad' } as const;

function EventsPage() {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <ListPage
      kind="event"
      title={t('events.title')}
      columns={columns}
      defaultSort="-at"
      opens={false}
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('events.bad'), q: 'status:warning,error' },
        { label: t('events.outside'), q: 'is:outside' },
        { label: t('events.lastHour'), q: 'age<1h' },
      ]}
      examples={['status:error age<1d', 'type:instance.*', 'is:outside']}
      empty={<EmptyState icon={ScrollText} title={t('events.emptyTitle')} text={t('events.emptyText')} />}
    />
  );
}

function columnsOf(t: Translate): Column<OrreryEvent>[] {
  return [...whatColumns(t), ...whoColumns(t), backendColumn(t, true), projectColumn(t), idColumn(t)];
}

function whatColumns(t: Translate): Column<OrreryEvent>[] {
  return [
    {
      id: 'at',
      brief: 'fact',
      header: t('fields.when'),
      width: 215,
      fixed: true,
      sortBy: 'at',
      cell: e => <time dateTime={e.at}>{formatDate(e.at)}</time>,
    },
    {
      id: 'status',
      brief: 'fact',
      header: t('events.severity'),
      width: 100,
      sortBy: 'status',
      cell: e => <StatusMark status={e.status} tone={EVENT_TONES[e.status]} />,
    },
    {
      id: 'message',
      brief: 'title',
      header: t('fields.event'),
      width: 320,
      grow: true,
      sortBy: 'message',
      cell: e => (
        <span className="truncate" title={serverWords(e.message)}>
          {eventText(t, e)}
        </span>
      ),
    },
    {
      id: 'target',
      header: t('fields.target'),
      width: 180,
      sortBy: 'target',
      cell: e =>
        e.target &&
        e.targetKind && (
          <TextLink href={detailPath(e.targetKind, e.target)} tabIndex={-1} className="truncate font-normal">
            {e.targetName ?? e.target}
          </TextLink>
        ),
    },
  ];
}

function whoColumns(t: Translate): Column<OrreryEvent>[] {
  return [
    {
      id: 'actor',
      header: t('fields.actor'),
      width: 120,
      sortBy: 'actor',
      cell: e => (
        <span className="truncate">
          {e.actor.kind === 'outside' ? t('operations.actors.outside') : e.actor.name}
        </span>
      ),
    },
    {
      id: 'age',
      header: t('events.age'),
      width: 100,
      align: 'end',
      optional: true,
      sortBy: 'age',
      cell: e => <RelativeTime at={e.at} />,
    },
    {
      id: 'type',
      header: t('fields.type'),
      width: 160,
      optional: true,
      sortBy: 'type',
      cell: e => <code className="font-mono text-12">{e.type}</code>,
    },
    {
      id: 'operation',
      header: t('events.operation'),
      width: 120,
      cell: e =>
        e.operation && (
          <TextLink href={detailPath('operation', e.operation)} tabIndex={-1} className="font-normal">
            {t('actions.view')}
          </TextLink>
        ),
    },
  ];
}

export const page: Page = { Component: EventsPage, rows: { kind: 'event', sort: '-at' } };
