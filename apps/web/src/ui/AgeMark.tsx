import { Clock } from 'lucide-react';
import { formatDate, type Instant } from '../lib/dates.ts';
import { useT } from '../lib/i18n.ts';
import { useAge, useIsOlder } from '../lib/ticker.ts';
import { Tooltip } from './Tooltip.tsx';

type AgeMarkProps = {
  asOf: Instant;
  /** How fresh this was promised to be, in milliseconds. Within its promise nothing is drawn. */
  promiseMs: number;
};

/** A small clock beside what is older than its promise. */
export function AgeMark({ asOf, promiseMs }: AgeMarkProps) {
  return useIsOlder(asOf, promiseMs) ? <OldMark asOf={asOf} /> : null;
}

function OldMark({ asOf }: { asOf: Instant }) {
  const t = useT();
  return (
    <Tooltip content={t('ui.asOf', { time: formatDate(asOf) })}>
      <span className="inline-flex shrink-0 items-center gap-1 text-12 text-warn-text">
        <Clock aria-hidden className="size-3" />
        <RelativeTime at={asOf} />
      </span>
    </Tooltip>
  );
}

/** "3 min ago", kept true by the page's one clock. */
export function RelativeTime({ at }: { at: Instant }) {
  const label = useAge(at);
  return (
    <time dateTime={new Date(at).toISOString()} className="tabular whitespace-nowrap" title={formatDate(at)}>
      {label}
    </time>
  );
}
