import type { AuditRecord } from '@orrery/contract/http/bodies.ts';
import { NameOf } from '../../components/cells/NameOf.tsx';
import type { Translate } from '../../lib/i18n.ts';
import { formatDate } from '../../lib/dates.ts';
import type { Tone } from '../../lib/status-tone.ts';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { auditedWord } from './action-words.ts';

const TONES: Record<AuditRecord['outcome'], Tone> = {
  allowed: 'busy',
  succeeded: 'ok',
  denied: 'bad',
  failed: 'warn',
};

export function Outcome({ t, outcome }: { t: Translate; outcome: AuditRecord['outcome'] }) {
  if (outcome === 'succeeded' || outcome === 'failed')
    return <StatusMark status={outcome} tone={TONES[outcome]} />;
  return (
    <span className={outcome === 'denied' ? 'font-medium text-bad-text' : ''}>
      <span className="inline-flex items-center gap-2">
        <ToneShape tone={TONES[outcome]} />
        {t(`audit.outcomes.${outcome}`)}
      </span>
    </span>
  );
}

/** In words; the name that the log has stands beside them, because that is what the filter finds. */
export function Action({ t, name }: { t: Translate; name: string }) {
  const word = auditedWord(t, name);
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="truncate">{word}</span>
      {word !== name && <code className="shrink-[9] truncate font-mono text-12 text-muted">{name}</code>}
    </span>
  );
}

/** What it was done to: by its name while there is one. */
export function Target({ record, inGrid }: { record: AuditRecord; inGrid?: boolean }) {
  const { target, targetKind } = record;
  if (target === null) return null;
  if (targetKind === null) return <code className="truncate font-mono text-12">{target}</code>;
  return <NameOf kind={targetKind} id={target} inGrid={inGrid ?? false} />;
}

export function auditColumns(t: Translate): Column<AuditRecord>[] {
  return [
    {
      id: 'at',
      brief: 'fact',
      header: t('fields.when'),
      width: 205,
      fixed: true,
      cell: r => <span className="tabular whitespace-nowrap">{formatDate(r.at)}</span>,
    },
    { id: 'actor', brief: 'fact', header: t('fields.actor'), width: 130, cell: r => r.actor },
    {
      id: 'action',
      brief: 'title',
      header: t('fields.action'),
      width: 245,
      cell: r => <Action t={t} name={r.action} />,
    },
    {
      id: 'outcome',
      brief: 'fact',
      header: t('audit.outcome'),
      width: 130,
      cell: r => <Outcome t={t} outcome={r.outcome} />,
    },
    {
      id: 'kind',
      header: t('fields.kind'),
      width: 110,
      cell: r => r.targetKind && t(`audit.kinds.${r.targetKind}`),
    },
    {
      id: 'target',
      brief: 'fact',
      header: t('fields.target'),
      width: 180,
      grow: true,
      cell: r => <Target record={r} inGrid />,
    },
    {
      id: 'address',
      header: t('audit.from'),
      width: 130,
      mono: true,
      cell: r => r.address,
    },
    {
      id: 'sequence',
      header: t('audit.number'),
      width: 80,
      align: 'end',
      cell: r => r.sequence,
    },
  ];
}
