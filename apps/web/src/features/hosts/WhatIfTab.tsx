import type { Host } from '@orrery/contract/resources/host.ts';
import type { WhatIf } from '@orrery/contract/migrations/plans.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { WhatIfTables } from './WhatIfTables.tsx';

const events = ['maintenance', 'loss'] as const;

/** Where everything would go, and what would not fit. Nothing is done. */
export function WhatIfTab({ host }: { host: Host }) {
  const t = useT();
  const [event, setEvent] = useState<WhatIf['event']>('maintenance');
  const answer = useQuery({
    queryKey: ['what-if', host.id, event],
    queryFn: ({ signal }) => orrery.moves.whatIf(host.id, event, signal),
    gcTime: 0,
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <SegmentedControl
          label={t('plans.whatIf.label')}
          segments={events.map(value => ({ value, label: t(`plans.whatIf.${value}`) }))}
          value={event}
          onValueChange={setEvent}
        />
        <Button size="small" busy={answer.isFetching} onClick={() => void answer.refetch()}>
          {t('plans.whatIf.again')}
        </Button>
      </div>
      {answer.error && <ErrorState failure={failureOf(answer.error)} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <div role="status">
          <p className="mb-2 text-13 text-muted">{t('plans.whatIf.looking')}</p>
          <Skeleton className="h-40 w-full" />
        </div>
      )}
      {answer.data && (
        <>
          {answer.data.event === 'loss' ? <Loss answer={answer.data} /> : <Outcome answer={answer.data} />}
          <WhatIfTables answer={answer.data} />
        </>
      )}
    </div>
  );
}

/** A host that dies moves nothing: what counts is what comes back without it. */
function Loss({ answer: { placed, homeless, untouched } }: { answer: WhatIf }) {
  const t = useT();
  const restarted = placed.filter(({ restarts }) => restarts).length;
  const stays = placed.length - restarted;
  const lost = placed.length + homeless.length;
  return (
    <div role="status" className="rounded-lg border bg-surface p-4 text-14">
      <p className="flex items-center gap-2 font-medium">
        <ToneShape tone={lost === 0 ? 'ok' : restarted === lost ? 'warn' : 'bad'} />
        {lost === 0 ? t('plans.whatIf.nothing') : t('plans.whatIf.lost', { count: lost })}
      </p>
      <ul className="mt-1 text-13 text-muted">
        {restarted > 0 && <li>{t('plans.whatIf.restarted', { count: restarted })}</li>}
        {stays > 0 && <li>{t('plans.whatIf.stays', { count: stays })}</li>}
        {homeless.length > 0 && <li>{t('plans.whatIf.noRoom', { count: homeless.length })}</li>}
        {untouched > 0 && <li>{t('plans.whatIf.untouched', { count: untouched })}</li>}
      </ul>
    </div>
  );
}

/** The answer in a sentence. */
function Outcome({ answer: { placed, homeless, untouched } }: { answer: WhatIf }) {
  const t = useT();
  const nothing = placed.length === 0 && homeless.length === 0;
  return (
    <div role="status" className="rounded-lg border bg-surface p-4 text-14">
      <p className="flex items-center gap-2 font-medium">
        <ToneShape tone={homeless.length > 0 ? 'bad' : 'ok'} />
        {nothing
          ? t('plans.whatIf.nothing')
          : homeless.length > 0
            ? t('plans.whatIf.homeless', { count: homeless.length })
            : t('plans.whatIf.allFit')}
      </p>
      <p className="mt-1 text-13 text-muted">
        {placed.length > 0 && t('plans.whatIf.placed', { count: placed.length })}
        {placed.length > 0 && untouched > 0 && '. '}
        {untouched > 0 && t('plans.whatIf.untouched', { count: untouched })}
      </p>
    </div>
  );
}
