import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import { BellRing } from 'lucide-react';
import { useMemo } from 'react';
import { AtOnceButton } from '../../components/actions/AtOnceButton.tsx';
import {
  backendColumn,
  idColumn,
  projectColumn,
  statusColumn,
} from '../../components/cells/common-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { serverWords } from '../../lib/server-text.ts';
import { NO_VALUE } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';

const TONES = { warning: 'warn', critical: 'bad' } as const;

function AlarmsPage() {
  const t = useT();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <ListPage
      kind="alarm"
      title={t('watching.alarms')}
      columns={columns}
      defaultSort="-weight,-raised"
      opens={false}
      views={[
        { label: t('instances.views.all'), q: '' },
        { label: t('watching.unseen'), q: 'is:attention' },
        { label: t('watching.critical'), q: 'severity:critical' },
      ]}
      examples={['severity:critical', 'is:attention age>1h', 'targetkind:host']}
      empty={<EmptyState icon={BellRing} title={t('watching.noAlarms')} text={t('watching.noAlarmsText')} />}
    />
  );
}

function columnsOf(t: Translate): Column<Alarm>[] {
  return [...whatColumns(t), ...stateColumns(t), backendColumn(t, true), projectColumn(t), idColumn(t)];
}

function whatColumns(t: Translate): Column<Alarm>[] {
  return [
    {
      id: 'severity',
      brief: 'fact',
      header: t('watching.severity'),
      width: 110,
      sortBy: 'weight',
      flashOn: a => a.severity,
      cell: a => <StatusMark status={a.severity} tone={TONES[a.severity]} stale={a.stale} />,
    },
    {
      id: 'name',
      header: t('watching.alarm'),
      width: 240,
      grow: true,
      fixed: true,
      sortBy: 'name',
      cell: a => (
        <span className="truncate" title={serverWords(a.description) ?? undefined}>
          {serverWords(a.name)}
        </span>
      ),
    },
    {
      id: 'target',
      brief: 'fact',
      header: t('watching.about'),
      width: 200,
      sortBy: 'target',
      cell: a =>
        a.target && a.targetKind !== 'other' ? (
          <TextLink href={detailPath(a.targetKind, a.target)} tabIndex={-1} className="truncate font-normal">
            {a.targetName ?? a.target}
          </TextLink>
        ) : (
          a.targetName
        ),
    },
  ];
}

function stateColumns(t: Translate): Column<Alarm>[] {
  return [
    statusColumn(t),
    {
      id: 'raised',
      brief: 'fact',
      header: t('watching.raised'),
      width: 110,
      sortBy: 'raised',
      cell: a => a.raisedAt && <RelativeTime at={a.raisedAt} />,
    },
    {
      id: 'acknowledged',
      header: t('watching.acknowledged'),
      width: 190,
      sortBy: 'acknowledged',
      cell: a =>
        a.acknowledgedAt ? (
          <span className="truncate">
            <RelativeTime at={a.acknowledgedAt} /> {a.acknowledgedBy}
          </span>
        ) : (
          NO_VALUE
        ),
    },
    {
      id: 'acknowledge',
      brief: 'end',
      header: t('watching.action'),
      width: 124,
      cell: a => <AtOnceButton target={a} action="acknowledge" inGrid />,
    },
  ];
}

export const page: Page = { Component: AlarmsPage, rows: { kind: 'alarm', sort: '-weight,-raised' } };
