import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytesPerSecond } from '../../lib/units.ts';
import { ratePath, ratePoints } from './pass-series.ts';

const BOX = { width: 240, height: 60 };
/** Lines on the very edge would be cut in half. */
const INSET = 2;

/** What the guest writes (dashed) against what the link moves (solid), to one scale from zero. */
export function RateLines({ migration, className = 'h-20' }: { migration: Migration; className?: string }) {
  const t = useT();
  const points = ratePoints(migration);
  const rate = (value: number | null | undefined) =>
    value === null || value === undefined ? t('migrations.verdict.notKnown') : formatBytesPerSecond(value);
  const last = points.at(-1);
  const words = { dirty: rate(last?.dirty), link: rate(last?.sent) };
  return (
    <div>
      <svg
        viewBox={`0 ${-INSET} ${BOX.width} ${BOX.height + 2 * INSET}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('migrations.picture.rateSummary', words)}
        className={`block w-full ${className}`}
      >
        <path d={`M0 ${BOX.height}H${BOX.width}`} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
        <path d={ratePath(points, 'sent', BOX)} {...LINE} stroke="var(--accent)" />
        <path d={ratePath(points, 'dirty', BOX)} {...LINE} stroke="var(--text)" strokeDasharray="4 3" />
      </svg>
    </div>
  );
}

const LINE = { fill: 'none', strokeWidth: 1.75, vectorEffect: 'non-scaling-stroke' } as const;

/** What the two lines are, with what they say now. */
export function RateLegend({ migration: { memory } }: { migration: Migration }) {
  const t = useT();
  const rate = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : formatBytesPerSecond(value);
  return (
    <p className="tabular flex flex-wrap gap-x-4 text-12 text-muted">
      <span>
        <svg viewBox="0 0 16 4" aria-hidden className="mr-1.5 inline-block h-1 w-4">
          <path d="M0 2H16" {...LINE} stroke="var(--text)" strokeDasharray="4 3" />
        </svg>
        {t('migrations.picture.dirty')} <span className="text-text">{rate(memory?.dirtyRate)}</span>
      </span>
      <span>
        <svg viewBox="0 0 16 4" aria-hidden className="mr-1.5 inline-block h-1 w-4">
          <path d="M0 2H16" {...LINE} stroke="var(--accent)" />
        </svg>
        {t('migrations.picture.link')} <span className="text-text">{rate(memory?.throughput)}</span>
      </span>
    </p>
  );
}
