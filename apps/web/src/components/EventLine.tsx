import type { OrreryEvent } from '@orrery/contract/resources/event.ts';
import { useT } from '../lib/i18n.ts';
import { eventText } from '../lib/server-text.ts';
import { RelativeTime } from '../ui/AgeMark.tsx';
import { TextLink } from '../ui/Link.tsx';
import { ToneShape } from '../ui/ToneShape.tsx';
import { detailPath } from './paths.ts';

const EVENT_TONES = { info: 'off', warning: 'warn', error: 'bad' } as const;

/** One thing that happened, in its own words; the words lead to what it happened to. */
export function EventLine({ event }: { event: OrreryEvent }) {
  const words = eventText(useT(), event);
  return (
    <li className="flex items-baseline gap-3 border-b px-4 py-2 text-13 last:border-b-0">
      <ToneShape tone={EVENT_TONES[event.status]} className="self-center" />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {event.target && event.targetKind ? (
          <TextLink href={detailPath(event.targetKind, event.target)} className="font-normal">
            {words}
          </TextLink>
        ) : (
          words
        )}
      </span>
      <span className="text-12 text-muted">
        <RelativeTime at={event.at} />
      </span>
    </li>
  );
}
