import type { Alarm, alarmTargets } from '@orrery/contract/resources/alarm.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../api/live-rows.ts';
import { useT } from '../lib/i18n.ts';
import { serverWords } from '../lib/server-text.ts';
import { RelativeTime } from '../ui/AgeMark.tsx';
import { TextLink } from '../ui/Link.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { AtOnceButton } from './actions/AtOnceButton.tsx';
import { listPath } from './paths.ts';

/** More than these at once are looked at on the page of alarms. */
const SHOWN = 4;
const TONES = { warning: 'warn', critical: 'bad' } as const;

type AlarmTarget = { kind: (typeof alarmTargets)[number]; id: string };

/** What is wrong with one thing, for as long as it is: the worst first. */
export function AlarmStrip({ of }: { of: AlarmTarget }) {
  const t = useT();
  const q = `target:${quoteIfNeeded(of.id)}`;
  const { rows, total } = useLiveList('alarm', { q, sort: '-weight,-raised', limit: SHOWN });
  if (rows.length === 0) return null;
  return (
    <section
      aria-label={t('watching.alarmsOf')}
      className="mx-6 mb-2 overflow-hidden rounded-lg border bg-surface max-md:mx-4"
    >
      <ul>
        {rows.map(alarm => (
          <AlarmLine key={alarm.id} alarm={alarm} />
        ))}
      </ul>
      {total > rows.length && (
        <p className="border-t px-4 py-1.5 text-12">
          <TextLink href={listPath('alarm', q)}>
            {t('watching.furtherAlarms', { count: total - rows.length })}
          </TextLink>
        </p>
      )}
    </section>
  );
}

function AlarmLine({ alarm }: { alarm: Alarm }) {
  const { severity, status, name, description, raisedAt } = alarm;
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-1.5 text-13 last:border-b-0">
      <StatusMark status={severity} tone={TONES[severity]} stale={alarm.stale} />
      <span className="min-w-0 truncate font-medium" title={serverWords(description) ?? undefined}>
        {serverWords(name)}
      </span>
      <span className="min-w-0 flex-1 text-12 text-muted">{raisedAt && <RelativeTime at={raisedAt} />}</span>
      {status === 'acknowledged' ? (
        <StatusMark status={status} />
      ) : (
        <AtOnceButton target={alarm} action="acknowledge" />
      )}
    </li>
  );
}
