import type { WhatIf } from '@orrery/contract/migrations/plans.ts';
import { detailPath } from '../../components/paths.ts';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';
import { placeWords } from '../../lib/server-text.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';
import { Meter } from '../../ui/Meter.tsx';

/** What would find no place and why, where the others would go, and what that makes of the other hosts. */
export function WhatIfTables({ answer }: { answer: WhatIf }) {
  const lost = answer.event === 'loss';
  return (
    <>
      {answer.homeless.length > 0 && <Homeless rows={answer.homeless} lost={lost} />}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {answer.placed.length > 0 && <Placed rows={answer.placed} lost={lost} />}
        {answer.hosts.length > 0 && <Loads rows={answer.hosts} lost={lost} />}
      </div>
    </>
  );
}

type Rows<K extends 'homeless' | 'placed' | 'hosts'> = { rows: WhatIf[K]; lost: boolean };

function Homeless({ rows, lost }: Rows<'homeless'>) {
  const t = useT();
  return (
    <TableCard
      title={t(lost ? 'plans.whatIf.noRoomFor' : 'plans.whatIf.noPlace')}
      rows={rows}
      rowKey={row => row.instance}
      empty={t('plans.whatIf.allFit')}
      columns={[
        {
          header: t('fields.instance'),
          cell: row => <TextLink href={detailPath('instance', row.instance)}>{row.instanceName}</TextLink>,
        },
        { header: t('fields.size'), cell: row => `${row.vcpus} · ${formatMiB(row.memoryMiB)}` },
        {
          header: t('fields.reason'),
          cell: row =>
            row.reasons.map(({ code, message, hosts }) => (
              <span key={code} className="block">
                {placeWords(t, code, message)}{' '}
                <span className="text-muted">({t('plans.hostsSay', { count: hosts })})</span>
              </span>
            )),
        },
      ]}
    />
  );
}

function Placed({ rows, lost }: Rows<'placed'>) {
  const t = useT();
  return (
    <TableCard
      title={t(lost ? 'plans.whatIf.room' : 'plans.whatIf.where')}
      rows={rows}
      rowKey={row => row.instance}
      empty={t('plans.whatIf.nothing')}
      columns={[
        {
          header: t('fields.instance'),
          cell: row => <TextLink href={detailPath('instance', row.instance)}>{row.instanceName}</TextLink>,
        },
        {
          header: t('migrations.dialog.bulkTo'),
          cell: row => <TextLink href={detailPath('host', row.toHost)}>{row.toHostName}</TextLink>,
        },
        ...(lost
          ? [
              {
                header: t('plans.whatIf.byItself'),
                cell: (row: WhatIf['placed'][number]) => t(row.restarts ? 'fields.yes' : 'fields.no'),
              },
            ]
          : []),
      ]}
    />
  );
}

function Loads({ rows, lost }: Rows<'hosts'>) {
  const t = useT();
  const share = (value: number, total: number) => (total === 0 ? null : (value / total) * 100);
  return (
    <TableCard
      title={t(lost ? 'plans.whatIf.loadsLost' : 'plans.whatIf.loads')}
      rows={rows}
      rowKey={row => row.host}
      empty={t('clusters.load.noHosts')}
      columns={[
        {
          header: t('fields.host'),
          cell: row => (
            <TextLink href={detailPath('host', row.host)} className="whitespace-nowrap">
              {row.hostName}
            </TextLink>
          ),
        },
        {
          header: `${t('plans.whatIf.memory')}: ${t('plans.whatIf.before')}`,
          cell: ({ memoryPromisedMiB, memoryMiB }) => (
            <Meter percent={share(memoryPromisedMiB.before, memoryMiB)} label={t('plans.whatIf.before')} />
          ),
        },
        {
          header: `${t('plans.whatIf.memory')}: ${t('plans.whatIf.after')}`,
          cell: ({ memoryPromisedMiB, memoryMiB }) => (
            <Meter percent={share(memoryPromisedMiB.after, memoryMiB)} label={t('plans.whatIf.after')} />
          ),
        },
        {
          header: t('plans.whatIf.vcpus'),
          end: true,
          cell: ({ vcpusPromised }) =>
            `${formatCount(vcpusPromised.before)} → ${formatCount(vcpusPromised.after)}`,
        },
      ]}
    />
  );
}
