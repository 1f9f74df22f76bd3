import type { BootLog, BootLogReply } from '@orrery/contract/console/boot-log.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useQuery } from '@tanstack/react-query';
import { Download, ScrollText, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import { failureOf } from '../../../api/problem.ts';
import { useT } from '../../../lib/i18n.ts';
import { saveBlob } from '../../../lib/save-blob.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Input } from '../../../ui/Input.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { BootFacts } from './BootFacts.tsx';
import { BootLines } from './BootLines.tsx';

/** While it boots it is asked for this often; a new boot is looked for more seldom. */
const liveEveryMs = 1_500;
const elseEveryMs = 5_000;

/** What an instance said on its serial line when it booted last. */
export function BootLogTab({ instance }: { instance: Instance }) {
  const t = useT();
  const found = useQuery({
    // Started anew, it boots anew.
    queryKey: ['boot-log', instance.id, instance.startedAt],
    queryFn: ({ signal }) => orrery.bootLog(instance.id, signal),
    placeholderData: before => before,
    refetchInterval: ({ state }) => (isOpen(state.data) ? liveEveryMs : elseEveryMs),
    retry: false,
    gcTime: 0,
  });
  if (found.error)
    return <ErrorState failure={failureOf(found.error)} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton className="h-64" />;
  if ('none' in found.data) {
    const text = t(`console.bootLog.${whyNone[found.data.none.code]}`);
    return <EmptyState icon={ScrollText} title={t('console.bootLog.none')} text={text} />;
  }
  return <Shown log={found.data} name={instance.name} />;
}

const whyNone = { 'boot-log.none': 'noneText', 'boot-log.no-line': 'noSerial' } as const;

const isOpen = (reply: BootLogReply | undefined) =>
  reply !== undefined && 'endedAt' in reply && reply.endedAt === null;

function Shown({ log, name }: { log: BootLog; name: string }) {
  const t = useT();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const save = () => saveBlob(new Blob([log.text], { type: 'text/plain' }), `${name}-boot.log`);
  return (
    <section className="flex min-h-0 flex-col gap-3" aria-label={t('console.bootLog.title')}>
      <div className="flex flex-wrap items-center gap-3">
        <div className="w-full max-w-80">
          <Input
            icon={Search}
            type="search"
            aria-label={t('console.bootLog.search')}
            placeholder={t('console.bootLog.search')}
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
        </div>
        <Button className="ml-auto" onClick={save}>
          <Download aria-hidden className="size-4" />
          {t('logs.download')}
        </Button>
      </div>
      <BootFacts log={log} />
      <BootLines text={log.text} search={wanted} isLive={log.endedAt === null} />
    </section>
  );
}
