import { useLiveAggregate } from '../../api/live-aggregate.ts';
import { listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { type Tone, toneOf } from '../../lib/status-tone.ts';
import { formatCount, NO_VALUE } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';
import { Link, TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';

type Count = { status: string; count: number; tone: Tone };

// What runs comes first, what is broken last, where the eye rests at the end of the bar.
const ORDER: readonly Tone[] = ['ok', 'busy', 'off', 'warn', 'bad'];
const FILL: Record<Tone, string> = {
  ok: 'bg-ok',
  busy: 'bg-busy',
  off: 'bg-off',
  warn: 'bg-warn',
  bad: 'bg-bad',
};

/** How many instances are in which state: a bar to scale, and every word a link to those that it counts. */
export function InstanceCounts() {
  const t = useT();
  const { asOf, groups } = useLiveAggregate({ topic: 'instance', groupBy: 'status' });
  const counts = inOrder(groups);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card
      title={t('overview.instances')}
      actions={
        <TextLink href={listPath('instance')} className="tabular px-2 text-13">
          {asOf === null ? NO_VALUE : formatCount(total)}
        </TextLink>
      }
    >
      <div className="flex h-2.5 gap-px overflow-hidden rounded-sm bg-hover" aria-hidden>
        {counts.map(({ status, count, tone }) => (
          <span key={status} className={`${FILL[tone]} min-w-1`} style={{ flexGrow: count }} />
        ))}
      </div>
      {/* Room for two lines: a transition that comes and goes must not move the page. */}
      <ul className="mt-3 flex min-h-12 flex-wrap content-start gap-x-5 gap-y-1.5 text-13">
        {counts.map(({ status, count }) => (
          <li key={status}>
            <Link
              href={listPath('instance', `status:${status}`)}
              className="inline-flex items-center gap-2 rounded-sm hover:text-accent hover:underline"
            >
              <StatusMark status={status} />
              <span className="tabular font-semibold">{formatCount(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function inOrder(groups: readonly { key: string | null; count: number }[]): Count[] {
  return groups
    .flatMap(({ key, count }) =>
      key === null || count === 0 ? [] : [{ status: key, count, tone: toneOf(key) }],
    )
    .sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone) || b.count - a.count);
}
