import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useMemo, useState } from 'react';
import { useLiveRows } from '../api/live-rows.ts';
import { failureOf } from '../api/problem.ts';
import { type Translate, useT } from '../lib/i18n.ts';
import { formatSort, parseSort } from '../lib/list-search.ts';
import { sizeText } from './instance-size.ts';
import { formatCount, formatMiB } from '../lib/units.ts';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { TextLink } from '../ui/Link.tsx';
import { Sparkline } from '../ui/Sparkline.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { LoadCell } from './cells/LoadCell.tsx';
import { nameColumn, statusColumn } from './cells/common-columns.tsx';
import { detailPath, listPath } from './paths.ts';
import { useGo } from './use-go.ts';

const START_SORT = '-cpu';

/** The instances that something carries: a live table, and the way to the whole list with the same query. */
export function InstancesOn({ q }: { q: string }) {
  const t = useT();
  const go = useGo();
  const [sort, setSort] = useState(START_SORT);
  const { source, ready, total, error } = useLiveRows('instance', { q, sort });
  const columns = useMemo(() => columnsOf(t), [t]);
  if (error) return <ErrorState failure={failureOf(error)} />;
  return (
    <Card
      title={total === undefined ? t('fields.instances') : `${t('fields.instances')} · ${formatCount(total)}`}
      flush
      className="flex h-full min-h-80 flex-col [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1"
      actions={
        <TextLink href={listPath('instance', q)} className="px-2 text-12 font-normal text-muted">
          {t('lists.openAsList')}
        </TextLink>
      }
    >
      <DataTable
        source={source}
        columns={columns}
        label={t('fields.instances')}
        rowLabel={row => row.name}
        sort={parseSort(sort)}
        onSortChange={next => setSort(formatSort(next) ?? START_SORT)}
        onOpen={row => go(detailPath('instance', row.id))}
        empty={ready && <EmptyState title={t('lists.noInstances')} />}
      />
    </Card>
  );
}

function columnsOf(t: Translate): Column<Instance>[] {
  return [
    nameColumn(t, 180),
    statusColumn(t),
    {
      id: 'size',
      header: t('fields.size'),
      width: 110,
      align: 'end',
      sortBy: 'memory',
      cell: i => sizeText(t, i),
    },
    {
      id: 'trend',
      header: t('fields.lastHour'),
      width: 92,
      cell: i => i.cpuTrend && <Sparkline values={i.cpuTrend} />,
    },
    {
      id: 'cpu',
      header: t('fields.cpu'),
      width: 132,
      sortBy: 'cpu',
      cell: i => (
        <LoadCell
          percent={i.powerState === 'running' ? i.cpuPercent : null}
          label={`${t('fields.cpu')} ${i.name}`}
        />
      ),
    },
    {
      id: 'memory',
      header: t('fields.memoryUsed'),
      width: 110,
      align: 'end',
      sortBy: 'memoryused',
      cell: i => (i.memoryUsedMiB === null ? '–' : formatMiB(i.memoryUsedMiB)),
    },
    {
      id: 'address',
      header: t('fields.address'),
      width: 130,
      cell: i => <span className="truncate font-mono text-12">{i.addresses[0]?.address}</span>,
    },
  ];
}
