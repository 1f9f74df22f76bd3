import type { MetricSeries } from '@orrery/contract/http/bodies.ts';
import type { LoadHost } from './load-rows.ts';
import { type Balance, balanceOf } from './measure.ts';

/** What is kept of a host's past, by minute. */
export type PastMeasure = 'cpu' | 'memory';

interface PastHost {
  id: string;
  name: string;
  /** 0 to 1; null: not measured then. */
  load: number | null;
}

interface PastLoad {
  hosts: PastHost[];
  balance: Balance | null;
}

type Kept = ReadonlyMap<string, Pick<MetricSeries, 'series' | 'start' | 'stepSeconds'>>;

/** Every minute of which something is kept of one of the hosts, the oldest first; milliseconds since 1970. */
export function momentsOf(kept: Kept, measure: PastMeasure): number[] {
  const moments = new Set<number>();
  for (const { series, start, stepSeconds } of kept.values())
    for (const [index, value] of (series[seriesOf[measure]] ?? []).entries())
      if (value !== null) moments.add(start + index * stepSeconds * 1_000);
  return [...moments].toSorted((a, b) => a - b);
}

/** How the hosts stood at one of those minutes. In the sums are those that carry something now, as in the picture. */
export function loadAt(
  moment: number,
  { hosts, kept, measure }: { hosts: readonly LoadHost[]; kept: Kept; measure: PastMeasure },
): PastLoad {
  const past = hosts.map(host => ({ host, load: loadOf(host, kept.get(host.id), { measure, moment }) }));
  const carrying = past.filter(({ host }) => host.status === 'up');
  return {
    hosts: past.map(({ host: { id, name }, load }) => ({ id, name, load })),
    balance: balanceOf(carrying.map(({ load }) => load)),
  };
}

const seriesOf: Record<PastMeasure, string> = { cpu: 'cpuPercent', memory: 'memoryUsedMiB' };

function loadOf(
  { memoryMiB }: LoadHost,
  kept: ReturnType<Kept['get']>,
  { measure, moment }: { measure: PastMeasure; moment: number },
): number | null {
  if (!kept) return null;
  const index = Math.round((moment - kept.start) / (kept.stepSeconds * 1_000));
  const value = kept.series[seriesOf[measure]]?.[index] ?? null;
  const whole = measure === 'cpu' ? 100 : memoryMiB;
  return value === null || whole === 0 ? null : value / whole;
}
