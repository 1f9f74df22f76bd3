import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { passBars } from './pass-series.ts';

// Drawn in these units and stretched to its box.
const HEIGHT = 60;
const STEP = 10;
/** A pair of passes is no wall: bars keep their width up to so many. */
const LEAST_PLACES = 8;

/** Bytes left after each pass, as falling bars; the last one is now. */
export function PassBars({ migration, className = 'h-20' }: { migration: Migration; className?: string }) {
  const t = useT();
  const bars = passBars(migration);
  if (bars.length === 0)
    return (
      <p className="text-12 text-muted">
        {t(migration.memory ? 'migrations.picture.none' : 'migrations.picture.noPasses')}
      </p>
    );
  const top = Math.max(1, ...bars.map(({ leftBytes }) => leftBytes));
  const list = bars.map(({ leftBytes }) => formatBytes(leftBytes)).join(', ');
  return (
    <svg
      viewBox={`0 0 ${Math.max(LEAST_PLACES, bars.length) * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('migrations.picture.summary', { list })}
      className={`block w-full ${className}`}
    >
      {bars.map(({ pass, leftBytes }, index) => {
        const height = Math.max(0.5, (leftBytes / top) * HEIGHT);
        return (
          <rect
            key={pass ?? 'now'}
            x={index * STEP}
            y={HEIGHT - height}
            width={STEP - 2}
            height={height}
            fill={pass === null ? 'var(--accent)' : 'var(--control)'}
            fillOpacity={pass === null ? 1 : 0.55}
          />
        );
      })}
    </svg>
  );
}
