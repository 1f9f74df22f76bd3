import { useEffect, useMemo, useState } from 'react';
import type { SortState } from '../../lib/list-search.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { AgeMark } from '../../ui/AgeMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { ColumnChooser } from '../../ui/table/ColumnChooser.tsx';
import { type Column, DEFAULT_COLUMNS } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { DensityToggle } from '../../ui/table/DensityToggle.tsx';
import { createSelection } from '../../lib/selection.ts';
import { SelectionBar } from '../../ui/table/SelectionBar.tsx';
import {
  type SampleInstance,
  sampleInstances,
  sampleSource,
  startSampleChanges,
} from './sample-instances.ts';

const COLUMNS: readonly Column<SampleInstance>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 180,
    grow: true,
    fixed: true,
    sortBy: 'name',
    cell: row => (
      <>
        <TextLink href="/gallery" tabIndex={-1}>
          {row.name}
        </TextLink>
        <span className="ml-2">
          <AgeMark asOf={row.asOf} promiseMs={20_000} />
        </span>
      </>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: 130,
    sortBy: 'status',
    flashOn: row => row.status,
    cell: row => <StatusMark status={row.status} />,
  },
  {
    id: 'host',
    header: 'Host',
    width: 100,
    sortBy: 'host',
    flashOn: row => row.host,
    cell: row => <span>{row.host}</span>,
  },
  { id: 'vcpus', header: 'vCPU', width: 72, align: 'end', cell: row => row.vcpus },
  { id: 'memory', header: 'Memory', width: 96, align: 'end', cell: row => formatMiB(row.memoryMiB) },
  { id: 'trend', header: 'Last hour', width: 108, cell: row => <Sparkline values={row.cpuTrend} /> },
  {
    id: 'cpu',
    header: 'CPU',
    width: 140,
    sortBy: 'cpu',
    cell: row => (
      <span className="w-full">
        <Meter percent={row.cpuPercent} label={`CPU of ${row.name}`} />
      </span>
    ),
  },
  {
    id: 'address',
    header: 'Address',
    width: 130,
    cell: row => <span className="font-mono text-12">{row.address}</span>,
  },
  {
    id: 'id',
    header: 'Id',
    width: 120,
    optional: true,
    cell: row => <span className="font-mono text-12">{row.id}</span>,
  },
];

/** `/gallery?rows=100000` for measuring. */
function wantedRows(): number {
  return Number(new URLSearchParams(window.location.search).get('rows')) || 1284;
}

export function TableSample() {
  const rows = useMemo(() => sampleInstances(wantedRows()), []);
  const source = useMemo(() => sampleSource(rows), [rows]);
  const selection = useMemo(() => createSelection(['lab:1']), []);
  const [columns, setColumns] = useState(DEFAULT_COLUMNS);
  const [sort, setSort] = useState<SortState | undefined>({ column: 'name', descending: false });
  useEffect(() => startSampleChanges(rows, source), [rows, source]);
  const addRows = () =>
    source.replace([...sampleInstances(12).map(row => ({ ...row, id: `new:${row.id}` })), ...rows]);
  return (
    <div className="xl:col-span-2">
      <Card
        title={`Table, ${formatCount(rows.length)} rows`}
        flush
        actions={
          <>
            <Button onClick={addRows}>Add 12</Button>
            <ColumnChooser columns={COLUMNS} state={columns} onStateChange={setColumns} />
            <DensityToggle />
          </>
        }
      >
        <div className="flex h-120 flex-col">
          <DataTable
            label="Instances"
            source={source}
            columns={COLUMNS}
            rowLabel={row => row.name}
            columnState={columns}
            onColumnStateChange={setColumns}
            sort={sort}
            onSortChange={setSort}
            selection={selection}
          />
          <SelectionBar selection={selection} total={source.total()}>
            <Button size="small">Start</Button>
            <Button size="small">Shut down</Button>
            <Button size="small" disabledReason="1 of 2 has no shared storage">
              Move…
            </Button>
          </SelectionBar>
        </div>
      </Card>
    </div>
  );
}
