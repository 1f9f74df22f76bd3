import type { Backend } from '@orrery/contract/resources/backend.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { detailPath, listPath } from '../../components/paths.ts';
import { SeenAt } from '../../components/SeenAt.tsx';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatCount, formatDuration } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Badge } from '../../ui/Badge.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';

/** One row for each control plane: does it answer, how fast, and how old is what we know of it. */
export function BackendList() {
  const t = useT();
  const { rows, ready } = useLiveList('backend', { sort: 'name', limit: 50 });
  const scope = (backend: Backend) => `backend:${backend.id}`;
  return (
    <TableCard
      title={t('overview.backends')}
      rows={rows}
      rowKey={backend => backend.id}
      empty={ready ? t('overview.empty.title') : t('ui.loading')}
      columns={[
        {
          header: t('fields.name'),
          cell: b => (
            <span className="inline-flex items-center gap-2 whitespace-nowrap">
              <TextLink href={detailPath('backend', b.id)}>{b.name}</TextLink>
              {b.demo && <Badge tone="busy">{t('shell.demo')}</Badge>}
            </span>
          ),
        },
        {
          header: t('fields.status'),
          cell: b => <Standing backend={b} />,
        },
        { header: t('overview.connections'), end: true, cell: connections },
        {
          header: t('fields.lastSeen'),
          end: true,
          cell: b => b.lastSeenAt && <SeenAt at={b.lastSeenAt} />,
        },
        {
          header: t('fields.latency'),
          end: true,
          cell: b => b.latencyMs !== null && formatDuration(b.latencyMs),
        },
        {
          header: t('fields.hosts'),
          end: true,
          cell: b => <TextLink href={listPath('host', scope(b))}>{formatCount(b.hostCount)}</TextLink>,
        },
        {
          header: t('fields.instances'),
          end: true,
          cell: b => (
            <TextLink href={listPath('instance', scope(b))}>{formatCount(b.instanceCount)}</TextLink>
          ),
        },
      ]}
    />
  );
}

/** Why it is not well stands below, on one line: the whole of it is on its page. */
function Standing({ backend }: { backend: Backend }) {
  return (
    <>
      <StatusMark status={backend.status} stale={backend.stale} />
      {backend.reason && (
        <span className="block w-44 truncate pl-5 text-12 text-muted" title={serverWords(backend.reason)}>
          {serverWords(backend.reason)}
        </span>
      )}
    </>
  );
}

const connections = ({ partsUp, partCount }: Backend) => `${partsUp} / ${partCount}`;
