import type { Backend, BackendPart } from '@orrery/contract/resources/backend.ts';
import { listPath } from '../../components/paths.ts';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatCount, formatDuration } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { latencyOf } from './columns.tsx';
import { type LatencyHistory, useLatencyHistory } from './latency-history.ts';

export function BackendOverview({ backend }: { backend: Backend }) {
  const t = useT();
  const history = useLatencyHistory(backend);
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <Card title={t('backends.facts')}>
        <KeyValueList facts={useFacts(backend)} />
      </Card>
      <TableCard<BackendPart>
        title={t('backends.parts')}
        rows={backend.parts.toSorted(byTrouble)}
        rowKey={part => `${part.name} ${part.address}`}
        empty={t('backends.noParts')}
        columns={[
          { header: t('fields.name'), cell: part => <PartName part={part} /> },
          { header: t('fields.status'), cell: part => <StatusMark status={part.status} /> },
          { header: t('fields.reason'), cell: part => serverWords(part.reason) },
          {
            header: t('backends.latencyCourse'),
            cell: part => <LatencyCourse values={history(part)} />,
          },
          { header: t('fields.latency'), end: true, cell: latencyOf },
          {
            header: t('fields.lastSeen'),
            end: true,
            cell: part => (part.lastSeenAt ? <RelativeTime at={part.lastSeenAt} /> : t('backends.never')),
          },
        ]}
      />
    </div>
  );
}

/** What is not up first, then by name: in a row of thirty nobody should have to look for it. */
function byTrouble(a: BackendPart, b: BackendPart): number {
  const rank = (part: BackendPart) => (part.status === 'up' ? 1 : 0);
  return rank(a) - rank(b) || a.name.localeCompare(b.name, 'en', { numeric: true });
}

// A course of less is noise.
const WORTH_DRAWING = 3;
// Below this every answer is quick: the course should not look alarming.
const QUICK_MS = 50;

function LatencyCourse({ values }: { values: LatencyHistory }) {
  const t = useT();
  const highest = Math.max(QUICK_MS, ...values.map(value => value ?? 0));
  if (values.length < WORTH_DRAWING)
    return <span className="text-12 text-subtle">{t('backends.gathering')}</span>;
  const label = t('backends.latencyUpTo', { time: formatDuration(highest) });
  return (
    <span className="flex items-end gap-1.5" title={label}>
      <Sparkline values={values} max={highest} label={label} className="w-24" />
    </span>
  );
}

/** Its own name once it has told it; how it is reached stands below. */
function PartName({ part }: { part: BackendPart }) {
  return (
    <span className="whitespace-nowrap">
      {part.name !== part.address && <span className="block font-medium">{part.name}</span>}
      <span className="block font-mono text-12 text-muted">{part.address}</span>
    </span>
  );
}

function useFacts(backend: Backend): Fact[] {
  const t = useT();
  const count = (kind: 'host' | 'instance', value: number) => (
    <TextLink href={listPath(kind, `backend:${backend.id}`)}>{formatCount(value)}</TextLink>
  );
  return [
    { label: t('fields.kind'), value: t(`backends.kinds.${backend.backendKind}`) },
    { label: t('fields.address'), value: backend.address, mono: true },
    { label: t('fields.version'), value: backend.version },
    { label: t('fields.latency'), value: latencyOf(backend) },
    {
      label: t('fields.lastSeen'),
      value: backend.lastSeenAt ? <RelativeTime at={backend.lastSeenAt} /> : t('backends.never'),
    },
    {
      label: t('backends.promise'),
      value: t('backends.promiseText', { time: formatDuration(backend.promiseSeconds * 1000) }),
    },
    { label: t('fields.hosts'), value: count('host', backend.hostCount) },
    { label: t('fields.instances'), value: count('instance', backend.instanceCount) },
    {
      label: t('backends.origin'),
      value: (
        <>
          {t(`backends.origins.${backend.origin}`)}
          {backend.origin !== 'database' && (
            <span className="block text-12 text-muted">{t(`backends.fixed.${backend.origin}`)}</span>
          )}
        </>
      ),
    },
    { label: t('fields.id'), value: backend.id, mono: true },
  ];
}
