import type { Operation } from '@orrery/contract/resources/operation.ts';
import { useMemo } from 'react';
import { plainWord } from '../../components/actions/action-words.ts';
import { backendColumn, idColumn, projectColumn } from '../../components/cells/common-columns.tsx';
import { detailPath } from '../../components/paths.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { toneOfResource } from '../../lib/status-tone.ts';
import { errorWords, serverWords } from '../../lib/server-text.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { Took } from '../../components/Took.tsx';

export function useOperationColumns(): Column<Operation>[] {
  const t = useT();
  return useMemo(
    () => [...whatColumns(t), ...howColumns(t), backendColumn(t, true), projectColumn(t), idColumn(t)],
    [t],
  );
}

function whatColumns(t: Translate): Column<Operation>[] {
  return [
    {
      id: 'action',
      header: t('fields.action'),
      width: 150,
      fixed: true,
      sortBy: 'action',
      cell: o => (
        <TextLink href={detailPath('operation', o.id)} tabIndex={-1} className="truncate">
          {plainWord(t, o.action, o.targetKind)}
        </TextLink>
      ),
    },
    {
      id: 'target',
      brief: 'fact',
      header: t('fields.target'),
      width: 200,
      sortBy: 'target',
      cell: o =>
        o.target && (
          <TextLink href={detailPath(o.targetKind, o.target)} tabIndex={-1} className="truncate font-normal">
            {o.targetName ?? o.target}
          </TextLink>
        ),
    },
    {
      id: 'status',
      brief: 'fact',
      header: t('fields.status'),
      width: 120,
      sortBy: 'status',
      flashOn: o => o.status,
      cell: o => <StatusMark status={o.status} tone={toneOfResource(o)} />,
    },
    {
      id: 'progress',
      header: t('fields.progress'),
      width: 260,
      grow: true,
      sortBy: 'progress',
      cell: o => <Progress operation={o} />,
    },
  ];
}

/** How far it is; once it is over, what came of it. */
function Progress({ operation: o }: { operation: Operation }) {
  const t = useT();
  if (o.endedAt !== null)
    return (
      <span className={o.error ? 'truncate text-bad-text' : 'truncate text-muted'}>
        {o.error ? errorWords(t, o.error) : serverWords(o.message)}
      </span>
    );
  const phase = o.phases.find(one => one.status === 'running')?.name;
  return (
    <span className="flex w-full items-center gap-3">
      {o.progress !== null && (
        <progress className="progress max-w-40 flex-1" max={1} value={o.progress} aria-label={o.name} />
      )}
      <span className="truncate text-muted">
        {phase ? plainWord(t, phase, o.targetKind) : serverWords(o.message)}
      </span>
    </span>
  );
}

function howColumns(t: Translate): Column<Operation>[] {
  return [
    {
      id: 'actor',
      header: t('fields.actor'),
      width: 130,
      sortBy: 'actor',
      cell: o => o.actor.name,
    },
    {
      id: 'took',
      header: t('fields.took'),
      width: 100,
      align: 'end',
      cell: o => <Took from={o.startedAt} to={o.endedAt} />,
    },
    {
      id: 'created',
      brief: 'fact',
      header: t('fields.when'),
      width: 120,
      align: 'end',
      sortBy: 'created',
      cell: o => <RelativeTime at={o.createdAt} />,
    },
  ];
}
