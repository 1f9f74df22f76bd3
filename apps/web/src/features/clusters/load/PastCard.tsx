import { useQueries } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import { formatDate } from '../../../lib/dates.ts';
import { useT } from '../../../lib/i18n.ts';
import { formatPercent, NO_VALUE } from '../../../lib/units.ts';
import { Card } from '../../../ui/Card.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import type { LoadHost } from './load-rows.ts';
import { loadAt, momentsOf, type PastMeasure } from './past-load.ts';

/** One point a minute is kept. */
const REFRESH_MS = 60_000;
/** Each is a request of its own; of a larger cluster the table tells the trend of each host. */
export const MOST_PAST_HOSTS = 24;

type PastCardProps = { hosts: readonly LoadHost[]; measure: PastMeasure };

/** How the hosts stood at any minute of the last hour. */
export function PastCard({ hosts, measure }: PastCardProps) {
  const t = useT();
  const id = useId();
  // Null: the latest, which goes on.
  const [chosen, setChosen] = useState<number | null>(null);
  const kept = useQueries({
    queries: hosts.map(host => ({
      queryKey: ['metrics', 'host', host.id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        orrery.metrics({ kind: 'host', id: host.id }, 60, signal),
      refetchInterval: REFRESH_MS,
    })),
    combine: found => new Map(found.flatMap(({ data }) => (data ? [[data.id, data] as const] : []))),
  });
  const moments = momentsOf(kept, measure);
  const last = moments.length - 1;
  const at =
    chosen === null
      ? last
      : Math.max(
          0,
          moments.findLastIndex(moment => moment <= chosen),
        );
  const moment = moments[at];
  if (moment === undefined) return null;
  const { hosts: then, balance } = loadAt(moment, { hosts, kept, measure });
  const percent = (value: number | undefined) =>
    value === undefined ? NO_VALUE : formatPercent(value * 100);
  const words = t('clusters.load.pastAt', {
    when: formatDate(moment, 'time'),
    mean: percent(balance?.mean),
    deviation: percent(balance?.deviation),
  });
  return (
    <Card title={t('clusters.load.past')}>
      <label htmlFor={id} className="tabular block text-13">
        {words}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={last}
        value={at}
        aria-valuetext={words}
        onChange={({ target }) => {
          const index = Number(target.value);
          setChosen(index === last ? null : (moments[index] ?? null));
        }}
        className="my-2 w-full accent-accent"
      />
      <ul className="grid gap-x-6 gap-y-1 text-13 sm:grid-cols-2 xl:grid-cols-4">
        {then.map(({ id: host, name, load }) => (
          <li key={host} className="flex items-center justify-between gap-2">
            <span className="truncate">{name}</span>
            <Meter percent={load === null ? null : load * 100} label={name} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
