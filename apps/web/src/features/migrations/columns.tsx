import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { fromTo } from '../../components/migrations/migration-words.ts';
import { type Comparison, compare } from '../../components/migrations/predicted.ts';
import { detailPath } from '../../components/paths.ts';
import type { Translate } from '../../lib/i18n.ts';
import { toneOfResource } from '../../lib/status-tone.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';

/** Moves that have ended: what was predicted before each real figure. */
export function historyColumns(t: Translate): Column<Migration>[] {
  return [
    {
      id: 'name',
      header: t('fields.instance'),
      width: 170,
      grow: true,
      fixed: true,
      sortBy: 'name',
      cell: m => (
        <TextLink href={detailPath('migration', m.id)} tabIndex={-1} className="truncate">
          {m.instanceName}
        </TextLink>
      ),
    },
    { id: 'where', header: t('migrations.dialog.where'), width: 220, cell: m => fromTo(t, m) },
    {
      id: 'status',
      header: t('fields.status'),
      width: 110,
      sortBy: 'status',
      cell: m => <StatusMark status={m.status} tone={toneOfResource(m)} />,
    },
    {
      id: 'method',
      header: t('migrations.facts.method'),
      width: 110,
      cell: m => t(`migrations.methods.${m.method}`),
    },
    figure(t, 'time'),
    figure(t, 'pause'),
    figure(t, 'bytes'),
    { id: 'by', header: t('fields.actor'), width: 150, cell: m => t(`migrations.begunBy.${m.startedBy}`) },
    {
      id: 'ended',
      header: t('migrations.facts.ended'),
      width: 110,
      align: 'end',
      sortBy: 'ended',
      cell: m => m.endedAt && <RelativeTime at={m.endedAt} />,
    },
  ];
}

function figure(t: Translate, what: Comparison['what']): Column<Migration> {
  return {
    id: what,
    header: t(`migrations.compare.${what}`),
    width: 190,
    cell: m => <Compared of={compare(m).find(one => one.what === what)} />,
  };
}

/** "14 s of 13–17 s": the real one first. */
export function Compared({ of }: { of: Comparison | undefined }) {
  if (!of || (of.real === null && of.predicted === null)) return '–';
  return (
    <span className="tabular truncate">
      {of.real ?? '–'}
      {of.predicted && <span className="text-muted"> / {of.predicted}</span>}
    </span>
  );
}
