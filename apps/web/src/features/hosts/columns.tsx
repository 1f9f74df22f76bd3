import type { Host } from '@orrery/contract/resources/host.ts';
import { useMemo } from 'react';
import { SeenAt } from '../../components/SeenAt.tsx';
import { LoadCell } from '../../components/cells/LoadCell.tsx';
import { backendColumn, idColumn, nameColumn, statusColumn } from '../../components/cells/common-columns.tsx';
import { standingColumns } from '../../components/cells/standing-columns.tsx';
import { type Translate, useT } from '../../lib/i18n.ts';
import { percentOf } from '../../lib/percent-of.ts';
import { formatDuration, formatMiB } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Sparkline } from '../../ui/Sparkline.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { lastSeen } from './last-seen.ts';

type HostColumn = Column<Host>;

export function useHostColumns(): HostColumn[] {
  const t = useT();
  return useMemo(
    () => [
      nameColumn(t, 150),
      statusColumn(t, { width: 150, detail: host => serverWords(host.reason) ?? null }),
      clusterColumn(t),
      ...loadColumns(t),
      ...promiseColumns(t),
      ...furtherColumns(t),
    ],
    [t],
  );
}

const clusterColumn = (t: Translate): HostColumn => ({
  id: 'cluster',
  header: t('fields.cluster'),
  width: 132,
  sortBy: 'cluster',
  cell: h => h.clusterName,
});

function loadColumns(t: Translate): HostColumn[] {
  return [
    {
      id: 'trend',
      header: t('fields.lastHour'),
      width: 92,
      cell: h => h.cpuTrend && <Sparkline values={h.cpuTrend} />,
    },
    {
      id: 'cpu',
      brief: 'labelled',
      header: t('fields.cpu'),
      width: 124,
      sortBy: 'cpu',
      cell: h => <LoadCell percent={h.cpuPercent} label={`${t('fields.cpu')} ${h.name}`} />,
    },
    {
      id: 'memory',
      brief: 'labelled',
      header: t('fields.memory'),
      width: 124,
      sortBy: 'memorypercent',
      cell: h => (
        <LoadCell
          percent={percentOf(h.memoryUsedMiB, h.memoryMiB)}
          label={`${t('fields.memory')} ${h.name}`}
        />
      ),
    },
  ];
}

/** Promised against physical: what is sold of what is there. */
function promiseColumns(t: Translate): HostColumn[] {
  return [
    {
      id: 'vcpus',
      header: t('hosts.vcpusPromised'),
      width: 124,
      align: 'end',
      sortBy: 'promisedvcpus',
      cell: h => (
        <Ratio part={String(h.vcpusPromised)} whole={String(h.threads)} over={h.vcpusPromised > h.threads} />
      ),
    },
    {
      id: 'promisedMemory',
      header: t('hosts.memoryPromised'),
      width: 140,
      align: 'end',
      sortBy: 'promisedmemory',
      cell: h => (
        <Ratio
          part={formatMiB(h.memoryPromisedMiB)}
          whole={formatMiB(h.memoryMiB)}
          over={h.memoryPromisedMiB > h.memoryMiB}
        />
      ),
    },
    {
      id: 'instances',
      brief: 'fact',
      header: t('fields.running'),
      width: 84,
      align: 'end',
      sortBy: 'running',
      cell: h => <Ratio part={String(h.runningCount)} whole={String(h.instanceCount)} />,
    },
    {
      id: 'lastSeen',
      header: t('fields.lastSeen'),
      width: 112,
      align: 'end',
      cell: h => <LastSeen host={h} />,
    },
  ];
}

function LastSeen({ host }: { host: Host }) {
  const at = lastSeen(host);
  return at === null ? '–' : <SeenAt at={at} />;
}

/** "95 / 80": the part is strong where it is more than there is. */
function Ratio({ part, whole, over = false }: { part: string; whole: string; over?: boolean }) {
  return (
    <span className="tabular">
      <span className={over ? 'font-semibold' : ''}>{part}</span>
      <span className="text-muted"> / {whole}</span>
    </span>
  );
}

function furtherColumns(t: Translate): HostColumn[] {
  const text = (value: string | null) => value;
  return [
    ...standingColumns<Host>(t),
    backendColumn(t, true),
    {
      id: 'hypervisor',
      header: t('fields.hypervisor'),
      width: 130,
      optional: true,
      sortBy: 'hypervisor',
      cell: h => text(h.hypervisor),
    },
    {
      id: 'version',
      header: t('fields.version'),
      width: 90,
      optional: true,
      sortBy: 'version',
      cell: h => text(h.version),
    },
    {
      id: 'model',
      header: t('fields.cpuModel'),
      width: 190,
      optional: true,
      sortBy: 'model',
      cell: h => text(h.cpuModel),
    },
    {
      id: 'address',
      header: t('fields.address'),
      width: 130,
      optional: true,
      sortBy: 'address',
      mono: true,
      cell: h => h.address,
    },
    {
      id: 'latency',
      header: t('fields.latency'),
      width: 90,
      align: 'end',
      optional: true,
      sortBy: 'latency',
      cell: h => (h.latencyMs === null ? '–' : formatDuration(h.latencyMs)),
    },
    idColumn(t),
  ];
}
