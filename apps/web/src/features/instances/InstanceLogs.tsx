import type { Instance } from '@orrery/contract/resources/instance.ts';
import { Download, Search } from 'lucide-react';
import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { failureOf } from '../../api/problem.ts';
import { cn } from '../../lib/cn.ts';
import { formatDate } from '../../lib/dates.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Input } from '../../ui/Input.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { type LogState, type LogWish, openLog } from './log-lines.ts';

/** What an instance writes to its outputs: searched, followed, taken as a file. */
export function InstanceLogs({ instance }: { instance: Instance }) {
  const t = useT();
  const [search, setSearch] = useState('');
  const [follow, setFollow] = useState(true);
  const wanted = useDeferredValue(search);
  const file = `/api/v1/instances/${encodeURIComponent(instance.id)}/logs?as=text&tail=0`;
  return (
    <section className="flex min-h-0 flex-col gap-3" aria-label={t('logs.title')}>
      <div className="flex flex-wrap items-center gap-3">
        <div className="w-full max-w-80">
          <Input
            icon={Search}
            type="search"
            aria-label={t('logs.search')}
            placeholder={t('logs.search')}
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
        </div>
        <Checkbox showLabel label={t('logs.follow')} checked={follow} onCheckedChange={setFollow} />
        <Button className="ml-auto" onClick={() => globalThis.location.assign(file)}>
          <Download aria-hidden className="size-4" />
          {t('logs.download')}
        </Button>
      </div>
      {/* Started anew it writes on, and the old stream has ended. */}
      <Log key={instance.startedAt} instance={instance.id} search={wanted} follow={follow} />
    </section>
  );
}

function Log({ instance, search, follow }: LogWish) {
  const log = useMemo(() => openLog({ instance, search, follow }), [instance, search, follow]);
  const shown = useSyncExternalStore(log.subscribe, log.get);
  return <Lines shown={shown} stays={follow} searching={search !== ''} />;
}

type LinesProps = { shown: LogState; stays: boolean; searching: boolean };

function Lines({ shown: { lines, state, error }, stays, searching }: LinesProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  // Whoever has scrolled up reads: only at the end does the end stay in sight.
  useLayoutEffect(() => {
    const { current } = box;
    if (current && stays && atEnd.current) current.scrollTop = current.scrollHeight;
  }, [lines, stays]);
  if (state === 'failed') return <ErrorState failure={failureOf(error)} />;
  if (state === 'loading' && lines.length === 0) return <Skeleton className="h-64 w-full" />;
  const scrolled = () => {
    const { current } = box;
    if (current) atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < 24;
  };
  return (
    <div
      ref={box}
      onScroll={scrolled}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A region that scrolls is reached by the keyboard.
      tabIndex={0}
      role="log"
      aria-label={t('logs.title')}
      aria-live="off"
      className="scroll-area h-[60vh] min-h-64 overflow-auto rounded-md border bg-sunken p-3 font-mono text-12"
    >
      {lines.length === 0 && (
        <p className="text-muted">{t(searching ? 'logs.nothingFound' : 'logs.nothing')}</p>
      )}
      {lines.map(line => (
        <div key={line.key} className="flex gap-3 whitespace-pre-wrap break-all">
          {line.at !== null && (
            <time dateTime={line.at} className="shrink-0 select-none text-muted">
              {formatDate(line.at)}
            </time>
          )}
          <span className={cn(line.from === 'stderr' && 'text-bad-text')}>{line.text}</span>
        </div>
      ))}
      {state === 'ended' && stays && <p className="pt-2 text-muted">{t('logs.ended')}</p>}
    </div>
  );
}
