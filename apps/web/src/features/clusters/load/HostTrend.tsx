import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { orrery } from '../../../api/orrery.ts';
import { Sparkline } from '../../../ui/Sparkline.tsx';
import type { Measure } from './measure.ts';

const SERIES: Record<Measure, string> = {
  cpu: 'cpuPercent',
  memory: 'memoryUsedMiB',
  network: 'networkBytesPerSecond',
  disk: 'diskBytesPerSecond',
};
/** One point a minute is kept. */
const REFRESH_MS = 60_000;

type HostTrendProps = {
  host: string;
  /** CPU of the last while, where its row tells it. */
  cpu: readonly number[] | undefined;
  memoryMiB: number;
  measure: Measure;
  asks: boolean;
};

/** The last hour of a host. CPU comes with its row; the others are asked for where there are few hosts. */
export const HostTrend = memo(function HostTrend({ host, cpu, memoryMiB, measure, asks }: HostTrendProps) {
  const inRow = measure === 'cpu' && cpu !== undefined;
  const metrics = useQuery({
    queryKey: ['metrics', 'host', host],
    queryFn: ({ signal }) => orrery.metrics({ kind: 'host', id: host }, 60, signal),
    refetchInterval: REFRESH_MS,
    enabled: asks && !inRow,
  });
  if (inRow) return <Sparkline values={cpu} />;
  const values = metrics.data?.series[SERIES[measure]] ?? [];
  if (values.every(value => value === null)) return '–';
  const most = Math.max(1, ...values.map(value => value ?? 0));
  return (
    <Sparkline values={values} max={measure === 'memory' ? memoryMiB : measure === 'cpu' ? 100 : most} />
  );
});
