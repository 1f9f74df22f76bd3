import type { MetricSeries } from '@orrery/contract/http/bodies.ts';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { type Axis, timeTicks } from '../../lib/axis.ts';
import { formatDate } from '../../lib/dates.ts';

type LoadChartProps = {
  series: MetricSeries;
  name: string;
  format: (value: number) => string;
  axis: Axis;
};

/** One figure over time: from zero, gaps are gaps. Loaded lazily; the table twin stands beside it. */
export function LoadChart({ series, name, format, axis }: LoadChartProps) {
  const points = (series.series[name] ?? []).map((value, index) => ({
    at: series.start + index * series.stepSeconds * 1000,
    value,
  }));
  const marks = timeTicks(points[0]?.at ?? 0, points.at(-1)?.at ?? 0);
  return (
    <div className="load-chart h-36" aria-hidden>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart
          data={points}
          accessibilityLayer={false}
          margin={{ top: 6, right: 12, bottom: 0, left: 0 }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            type="number"
            domain={['dataMin', 'dataMax']}
            tickFormatter={(at: number) => formatDate(at, 'clock')}
            tick={{ fontSize: 11, fill: 'var(--muted)' }}
            tickLine={false}
            axisLine={false}
            ticks={marks}
            minTickGap={8}
          />
          <YAxis
            width={60}
            domain={[0, axis.top]}
            ticks={[...axis.ticks]}
            interval={0}
            tickFormatter={axis.label}
            tick={{ fontSize: 11, fill: 'var(--muted)' }}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={at => formatDate(Number(at))}
            formatter={value => format(Number(value))}
            contentStyle={{
              background: 'var(--surface)',
              border: '1px solid var(--line)',
              borderRadius: 6,
              fontSize: 12,
            }}
          />
          <Area
            dataKey="value"
            name={name}
            stroke="var(--accent)"
            fill="var(--accent-tint)"
            strokeWidth={1.5}
            isAnimationActive={false}
            connectNulls={false}
            dot={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
