import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { AgeMark } from '../../ui/AgeMark.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { detailPath } from '../paths.ts';
import { Took } from '../Took.tsx';
import { fromTo } from './migration-words.ts';
import { MoveProgress } from './MoveProgress.tsx';
import { PassBars } from './PassBars.tsx';
import { RateLegend, RateLines } from './RateLines.tsx';
import { Remedies } from './Remedies.tsx';
import { VerdictLine } from './VerdictLine.tsx';

/** A move as it runs: who, where to, the verdict, the passes, and what would help. */
export function MoveCard({ migration: m }: { migration: Migration }) {
  const t = useT();
  return (
    <article
      aria-label={`${m.instanceName}, ${fromTo(t, m)}`}
      className="flex min-w-0 flex-col gap-3 rounded-lg border bg-surface p-4"
    >
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-13">
        <TextLink href={detailPath('migration', m.id)} className="min-w-0 truncate text-14 font-semibold">
          {m.instanceName}
        </TextLink>
        <span className="min-w-0 truncate text-muted">{fromTo(t, m)}</span>
        <Badge>{t(`migrations.methods.${m.method}`)}</Badge>
        {m.stale && <AgeMark asOf={m.asOf} promiseMs={0} />}
        <span className="tabular ml-auto text-12 text-muted">
          {m.phase && <>{t(`migrations.phases.${m.phase}`)} · </>}
          <Took from={m.startedAt} to={m.endedAt} />
        </span>
      </header>
      <VerdictLine migration={m} />
      <MoveProgress migration={m} />
      {m.memory && <Picture migration={m} memory={m.memory} />}
      <Remedies migration={m} />
    </article>
  );
}

type PictureProps = { migration: Migration; memory: NonNullable<Migration['memory']> };

function Picture({ migration, memory }: PictureProps) {
  const t = useT();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <div className="min-w-0">
        <PassBars migration={migration} />
        <p className="tabular mt-1 text-12 text-muted">
          {t('migrations.facts.remaining')}{' '}
          <span className="text-text">{formatBytes(memory.remainingBytes)}</span> ·{' '}
          {t('migrations.picture.pass')} <span className="text-text">{memory.pass}</span> ·{' '}
          {t('migrations.facts.sent')} <span className="text-text">{formatBytes(memory.sentBytes)}</span>
        </p>
      </div>
      <div className="min-w-0">
        <RateLines migration={migration} />
        <div className="mt-1">
          <RateLegend migration={migration} />
        </div>
      </div>
    </div>
  );
}
