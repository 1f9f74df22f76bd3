import type { Operation } from '@orrery/contract/resources/operation.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { useMayAnywhere } from '../../api/session.ts';
import { NameOf } from '../../components/cells/NameOf.tsx';
import { listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { formatDate } from '../../lib/dates.ts';
import { formatPercent } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Card } from '../../ui/Card.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { PhaseList } from '../../components/PhaseList.tsx';
import { Took } from '../../components/Took.tsx';

export function OperationOverview({ operation }: { operation: Operation }) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <WhatWentWrong operation={operation} />
        <Card title={t('operations.course')}>
          <Progress operation={operation} />
          <PhaseList operation={operation} />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={t('instances.facts')}>
          <KeyValueList facts={useFacts(operation)} />
        </Card>
        {Object.keys(operation.args).length > 0 && (
          <Card title={t('operations.args')}>
            <CodeBlock
              code={JSON.stringify(operation.args, null, 2)}
              language="json"
              label={t('operations.args')}
            />
          </Card>
        )}
      </div>
    </div>
  );
}

/** What happened, why, what to do, and all of it to copy with the operation's id. */
function WhatWentWrong({ operation: { error, id } }: { operation: Operation }) {
  if (error === null) return null;
  const { message, cause, advice, code } = error;
  return (
    <ErrorState
      failure={{
        title: message,
        code,
        operationId: id,
        ...(cause ? { detail: cause } : {}),
        ...(advice ? { advice } : {}),
      }}
    />
  );
}

function Progress({ operation: { progress, message, endedAt, name } }: { operation: Operation }) {
  return (
    <div className="mb-3 text-13 last:mb-0 empty:hidden">
      {endedAt === null && progress !== null && (
        <div className="flex items-center gap-3">
          <progress className="progress flex-1" max={1} value={progress} aria-label={name} />
          <span className="tabular">{formatPercent(progress * 100)}</span>
        </div>
      )}
      {message && <p className="mt-1 text-muted">{serverWords(message)}</p>}
    </div>
  );
}

function useFacts(o: Operation): Fact[] {
  const t = useT();
  const fleet = useMayAnywhere('fleet.read');
  const by = t(`operations.actors.${o.actor.kind}`);
  const actor = o.actor.kind === 'outside' ? by : `${o.actor.name} (${by})`;
  const time = (at: string | null) => at && formatDate(at);
  return [
    { label: t('fields.actor'), value: actor },
    { label: t('operations.asked'), value: time(o.createdAt) },
    { label: t('fields.started'), value: time(o.startedAt) },
    { label: t('operations.ended'), value: time(o.endedAt) },
    { label: t('fields.took'), value: <Took from={o.startedAt} to={o.endedAt} /> },
    {
      label: t('fields.backend'),
      value: o.backend && fleet ? <NameOf kind="backend" id={o.backend} /> : o.backend,
    },
    {
      label: t('operations.batch'),
      value: o.batch && (
        <TextLink href={listPath('operation', `batch:${o.batch}`)}>{t('operations.wholeBatch')}</TextLink>
      ),
    },
    { label: t('fields.id'), value: o.id, mono: true },
  ];
}
