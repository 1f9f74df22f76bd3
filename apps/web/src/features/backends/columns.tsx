import type { Backend } from '@orrery/contract/resources/backend.ts';
import { useMemo } from 'react';
import { NameCell } from '../../components/cells/NameCell.tsx';
import { listPath } from '../../components/paths.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatCount, formatDuration } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';

type BackendColumn = Column<Backend>;

export function useBackendColumns(): BackendColumn[] {
  const t = useT();
  return useMemo(
    () => [...identityColumns(t), ...healthColumns(t), ...extentColumns(t), ...optionalColumns(t)],
    [t],
  );
}

/** Latency in whole units; below a millisecond the figure says nothing. */
export const latencyOf = ({ latencyMs }: { latencyMs: number | null }): string =>
  latencyMs === null ? '–' : latencyMs < 1 ? '< 1 ms' : formatDuration(latencyMs);

function identityColumns(t: Translate): BackendColumn[] {
  return [
    {
      id: 'name',
      header: t('fields.name'),
      width: 220,
      grow: true,
      fixed: true,
      sortBy: 'name',
      cell: b => (
        <span className="flex min-w-0 items-center gap-2">
          <NameCell row={b} />
          {b.demo && <Badge tone="busy">{t('shell.demo')}</Badge>}
        </span>
      ),
    },
    {
      id: 'kind',
      header: t('fields.kind'),
      width: 110,
      sortBy: 'type',
      cell: b => t(`backends.kinds.${b.backendKind}`),
    },
  ];
}

function healthColumns(t: Translate): BackendColumn[] {
  return [
    {
      id: 'status',
      header: t('fields.status'),
      width: 120,
      sortBy: 'status',
      flashOn: b => b.status,
      cell: b => <StatusMark status={b.status} stale={b.stale} />,
    },
    {
      id: 'reason',
      header: t('fields.reason'),
      width: 220,
      cell: b => (
        <span className="truncate text-muted" title={serverWords(b.reason) ?? undefined}>
          {serverWords(b.reason)}
        </span>
      ),
    },
    {
      id: 'latency',
      header: t('fields.latency'),
      width: 96,
      align: 'end',
      sortBy: 'latency',
      cell: latencyOf,
    },
    {
      id: 'seen',
      header: t('fields.lastSeen'),
      width: 120,
      cell: b => (b.lastSeenAt ? <RelativeTime at={b.lastSeenAt} /> : t('backends.never')),
    },
  ];
}

function extentColumns(t: Translate): BackendColumn[] {
  const count = (b: Backend, kind: 'host' | 'instance', value: number) => (
    <TextLink href={listPath(kind, `backend:${b.id}`)} tabIndex={-1} className="tabular">
      {formatCount(value)}
    </TextLink>
  );
  return [
    {
      id: 'hosts',
      header: t('fields.hosts'),
      width: 80,
      align: 'end',
      sortBy: 'hosts',
      cell: b => count(b, 'host', b.hostCount),
    },
    {
      id: 'instances',
      header: t('fields.instances'),
      width: 96,
      align: 'end',
      sortBy: 'instances',
      cell: b => count(b, 'instance', b.instanceCount),
    },
    {
      id: 'address',
      header: t('fields.address'),
      width: 200,
      sortBy: 'address',
      mono: true,
      cell: b => b.address,
    },
    {
      id: 'origin',
      header: t('backends.origin'),
      width: 130,
      cell: b => t(`backends.origins.${b.origin}`),
    },
  ];
}

function optionalColumns(t: Translate): BackendColumn[] {
  return [
    {
      id: 'version',
      header: t('fields.version'),
      width: 140,
      optional: true,
      sortBy: 'version',
      cell: b => b.version,
    },
    {
      id: 'id',
      header: t('fields.id'),
      width: 120,
      optional: true,
      sortBy: 'id',
      mono: true,
      cell: b => b.id,
    },
  ];
}
