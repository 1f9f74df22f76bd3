import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { MoveRight } from 'lucide-react';
import { useLiveList } from '../../api/live-rows.ts';
import { failureOf } from '../../api/problem.ts';
import { fromTo } from '../../components/migrations/migration-words.ts';
import { MoveCard } from '../../components/migrations/MoveCard.tsx';
import { CallOff } from '../../components/migrations/CallOff.tsx';
import { detailPath, listPath } from '../../components/paths.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useGo } from '../../components/use-go.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { EndedLast } from './EndedLast.tsx';

/** A large drain runs a few at once; the rest waits. */
const MOST = 100;

export function MovesNow() {
  const t = useT();
  const running = useLiveList('migration', { q: 'status:running', sort: 'started', limit: MOST });
  const queued = useLiveList('migration', { q: 'status:queued', sort: 'name', limit: MOST });
  const error = running.error ?? queued.error;
  if (error) return <ErrorState failure={failureOf(error)} />;
  if (!running.ready) return <Skeleton className="h-40 w-full" />;
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="sr-only">
        {t('migrations.running', { count: running.total })}
      </p>
      {running.rows.length === 0 && queued.rows.length === 0 ? (
        <Nothing />
      ) : (
        <div className="grid items-start gap-4 2xl:grid-cols-2">
          {running.rows.map(migration => (
            <MoveCard key={migration.id} migration={migration} />
          ))}
        </div>
      )}
      {queued.rows.length > 0 && <Queue rows={queued.rows} />}
      <EndedLast />
    </div>
  );
}

function Nothing() {
  const t = useT();
  const go = useGo();
  return (
    <EmptyState
      icon={MoveRight}
      title={t('migrations.noneTitle')}
      text={t('migrations.noneText')}
      action={<Button onClick={() => go(listPath('instance'))}>{t('migrations.noneAction')}</Button>}
    />
  );
}

function Queue({ rows }: { rows: readonly Migration[] }) {
  const t = useT();
  return (
    <Card title={`${t('migrations.queued')} · ${rows.length}`} flush>
      <SimpleTable
        label={t('migrations.queued')}
        rows={rows}
        rowKey={row => row.id}
        empty={t('migrations.noneTitle')}
        columns={[
          {
            header: t('fields.instance'),
            cell: m => <TextLink href={detailPath('migration', m.id)}>{m.instanceName}</TextLink>,
          },
          { header: t('migrations.dialog.where'), cell: m => fromTo(t, m) },
          { header: t('migrations.facts.method'), cell: m => t(`migrations.methods.${m.method}`) },
          { header: t('fields.actor'), cell: m => t(`migrations.begunBy.${m.startedBy}`) },
          {
            header: t('fields.action'),
            end: true,
            cell: m => <CallOff migration={m} />,
          },
        ]}
      />
    </Card>
  );
}
