import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { MoveProgress } from '../../components/migrations/MoveProgress.tsx';
import { PhaseCourse } from '../../components/migrations/PhaseCourse.tsx';
import { Remedies } from '../../components/migrations/Remedies.tsx';
import { VerdictLine } from '../../components/migrations/VerdictLine.tsx';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { CompareCard } from './CompareCard.tsx';
import { useMoveFacts } from './facts.tsx';
import { LimitsCard } from './LimitsCard.tsx';
import { PassesCard } from './PassesCard.tsx';

export function MigrationOverview({ migration }: { migration: Migration }) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <div className="flex min-w-0 flex-col gap-4">
        <WhatWentWrong migration={migration} />
        <section className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
          <VerdictLine migration={migration} />
          <MoveProgress migration={migration} />
          <Advice migration={migration} />
        </section>
        <PassesCard migration={migration} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={t('migrations.facts.phases')}>
          <PhaseCourse migration={migration} />
        </Card>
        <CompareCard migration={migration} />
        <LimitsCard migration={migration} />
        <Card title={t('migrations.facts.title')}>
          <KeyValueList facts={useMoveFacts(migration)} />
        </Card>
      </div>
    </div>
  );
}

function Advice({ migration }: { migration: Migration }) {
  const t = useT();
  if (migration.status !== 'running' || (migration.forecast?.remedies.length ?? 0) === 0) return null;
  return (
    <div className="border-t pt-3">
      <h3 className="mb-2 text-13 font-semibold">{t('migrations.remedies.title')}</h3>
      <Remedies migration={migration} detailed />
    </div>
  );
}

function WhatWentWrong({ migration: { error, operation, id } }: { migration: Migration }) {
  if (error === null) return null;
  const { message, cause, advice, code } = error;
  return (
    <ErrorState
      failure={{
        title: message,
        code,
        operationId: operation ?? id,
        ...(cause ? { detail: cause } : {}),
        ...(advice ? { advice } : {}),
      }}
    />
  );
}
