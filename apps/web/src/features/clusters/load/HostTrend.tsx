import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../../api/orrery.ts';
import { Sparkline } from '../../../ui/Sparkline.tsx';
import type { Measure } from './measure.ts';
import type { LoadHost } from './load-rows.ts';

const SERIES: Record<Measure, string> = {
  cpu: 'cpuPercent',
  memory: 'memoryUsedMiB',
  network: 'networkBytesPerSecond',
  disk: 'diskBytesPerSecond',
};
/** One point a minute is kept. */
const REFRESH_MS = 60_000;

/** The last hour of a host. CPU comes with its row; the others are asked for where there are few hosts. */
export function HostTrend({ host, measure, asks }: { host: LoadHost; measure: Measure; asks: boolean }) {
  const inRow = measure === 'cpu' && host.cpuTrend !== undefined;
  const metrics = useQuery({
    queryKey: ['metrics', 'host', host.id],
    queryFn: ({ signal }) => orrery.metrics({ kind: 'host', id: host.id }, 60, signal),
    refetchInterval: REFRESH_MS,
    enabled: asks && !inRow,
  });
  if (inRow) return <Sparkline values={host.cpuTrend ?? []} />;
  const values = metrics.data?.series[SERIES[measure]] ?? [];
  if (values.every(value => value === null)) return '–';
  const most = Math.max(1, ...values.map(value => value ?? 0));
  return (
    <Sparkline values={values} max={measure === 'memory' ? host.memoryMiB : measure === 'cpu' ? 100 : most} />
  );
}
