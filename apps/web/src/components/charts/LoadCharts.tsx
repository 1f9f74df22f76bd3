import type { MetricSeries } from '@orrery/contract/http/bodies.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { type Axis, binaryAxis, percentAxis } from '../../lib/axis.ts';
import { formatDate } from '../../lib/dates.ts';
import { useT } from '../../lib/i18n.ts';
import { late } from '../../lib/late.tsx';
import { formatBytesPerSecond, formatMiB, formatPercent } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

const LoadChart = late(
  async () => (await import('./LoadChart.tsx')).LoadChart,
  <Skeleton className="h-36 w-full" />,
);

// One point a minute is kept; asking twice as often keeps the newest one at most half a step late.
const REFRESH_MS = 30_000;

// Processor and memory: every backend measures them.
const ALWAYS_SHOWN = 2;

type Measured = { kind: 'instance' | 'host'; id: string; memoryMiB: number };

/** CPU, memory, disk and network of the last hour. Kept a minute a point by the BFF. */
export function LoadCharts({ of }: { of: Measured }) {
  const t = useT();
  const metrics = useQuery({
    queryKey: ['metrics', of.kind, of.id],
    queryFn: ({ signal }) => orrery.metrics({ kind: of.kind, id: of.id }, 60, signal),
    refetchInterval: REFRESH_MS,
  });
  const figures = [
    { name: 'cpuPercent', title: t('fields.cpu'), format: formatPercent },
    { name: 'memoryUsedMiB', title: t('fields.memoryUsed'), format: formatMiB, capacity: of.memoryMiB },
    { name: 'diskBytesPerSecond', title: t('fields.disk'), format: formatBytesPerSecond },
    { name: 'networkBytesPerSecond', title: t('fields.network'), format: formatBytesPerSecond },
  ];
  // What this kind of host does not measure is left out; what is not measured yet says so, at least for the first two.
  const { data } = metrics;
  const shown = figures.filter(
    ({ name }, index) => index < ALWAYS_SHOWN || !data || measured(data, name).length > 0,
  );
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {shown.map(figure => (
        <Card key={figure.name} title={figure.title}>
          <Figure {...figure} series={metrics.data} />
        </Card>
      ))}
    </div>
  );
}

const measured = (series: MetricSeries, name: string) =>
  (series.series[name] ?? []).filter(value => value !== null);

type FigureProps = {
  name: string;
  title: string;
  format: (value: number) => string;
  capacity?: number;
  series: MetricSeries | undefined;
};

function Figure({ series, title, capacity, ...chart }: FigureProps) {
  const t = useT();
  if (!series) return <Skeleton className="h-36 w-full" />;
  if (measured(series, chart.name).length === 0)
    return (
      <p className="flex h-36 items-center justify-center text-13 text-muted">
        {t('instances.noMeasurements')}
      </p>
    );
  return (
    <>
      <LoadChart series={series} {...chart} axis={axisOf(series, { ...chart, capacity })} />
      <FigureTable series={series} title={title} name={chart.name} format={chart.format} />
    </>
  );
}

type AxisFigure = Pick<FigureProps, 'name' | 'format'> & { capacity: number | undefined };

function axisOf(series: MetricSeries, { name, format, capacity }: AxisFigure): Axis {
  if (name === 'cpuPercent') return percentAxis(format);
  const highest = Math.max(0, ...(series.series[name] ?? []).map(value => value ?? 0));
  return binaryAxis({ highest, capacity, format });
}

/** The chart's twin for those who cannot see it. */
function FigureTable({ series, title, name, format }: FigureProps & { series: MetricSeries }) {
  const t = useT();
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('fields.when')}</th>
          <th scope="col">{title}</th>
        </tr>
      </thead>
      <tbody>
        {(series.series[name] ?? []).map((value, index) => (
          <tr key={series.start + index}>
            <td>{formatDate(series.start + index * series.stepSeconds * 1000, 'time')}</td>
            <td>{value === null ? '–' : format(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
