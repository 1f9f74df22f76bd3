import type { Resource } from '@orrery/contract/resources/registry.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../api/live-rows.ts';
import { useT } from '../lib/i18n.ts';
import { errorWords, eventText } from '../lib/server-text.ts';
import { toneOfResource } from '../lib/status-tone.ts';
import { RelativeTime } from '../ui/AgeMark.tsx';
import { Card } from '../ui/Card.tsx';
import { TextLink } from '../ui/Link.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { ToneShape } from '../ui/ToneShape.tsx';
import { plainWord } from './actions/action-words.ts';
import { detailPath } from './paths.ts';

const SHOWN = 100;
const EVENT_TONES = { info: 'off', warning: 'warn', error: 'bad' } as const;

/** What was asked of a resource, and what happened to it. */
export function ActivityTab({ target }: { target: Pick<Resource, 'id'> }) {
  const t = useT();
  const q = `target:${quoteIfNeeded(target.id)}`;
  const operations = useLiveList('operation', { q, sort: '-created', limit: SHOWN });
  const events = useLiveList('event', { q, sort: '-at', limit: SHOWN });
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Card title={t('instances.operations')} flush>
        {operations.rows.length === 0 && <Nothing text={t('instances.noOperations')} />}
        <ul>
          {operations.rows.map(operation => (
            <li
              key={operation.id}
              className="flex items-center gap-3 border-b px-4 py-2 text-13 last:border-b-0"
            >
              <span className="w-28 shrink-0">
                <StatusMark status={operation.status} tone={toneOfResource(operation)} />
              </span>
              <TextLink href={detailPath('operation', operation.id)}>
                {plainWord(t, operation.action, operation.targetKind)}
              </TextLink>
              <span className="min-w-0 flex-1 truncate text-muted">
                {operation.error ? errorWords(t, operation.error) : operation.actor.name}
              </span>
              <span className="text-12 text-muted">
                <RelativeTime at={operation.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('instances.events')} flush>
        {events.rows.length === 0 && <Nothing text={t('instances.noEvents')} />}
        <ul>
          {events.rows.map(event => (
            <li key={event.id} className="flex items-center gap-3 border-b px-4 py-2 text-13 last:border-b-0">
              <ToneShape tone={EVENT_TONES[event.status]} />
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{eventText(t, event)}</span>
              <span className="text-12 text-muted">{event.actor.name}</span>
              <span className="text-12 text-muted">
                <RelativeTime at={event.at} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

const Nothing = ({ text }: { text: string }) => (
  <p className="px-4 py-6 text-center text-13 text-muted">{text}</p>
);
