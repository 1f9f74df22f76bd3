import type { AuditRecord } from '@orrery/contract/http/bodies.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { formatDate } from '../../lib/dates.ts';
import { useT } from '../../lib/i18n.ts';
import { NO_VALUE } from '../../lib/units.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';
import { SideSheet } from '../../ui/SideSheet.tsx';
import { Action, Outcome, Target } from './columns.tsx';

/** One record in full; its number is in the address, so that it can be pointed out to somebody. */
export function RecordSheet({ sequence, onClose }: { sequence: string; onClose: () => void }) {
  const t = useT();
  const record = useQuery({
    queryKey: ['audit-record', sequence],
    // Records are immutable and are asked for by what comes just before a number.
    queryFn: async () => {
      const page = await orrery.admin.audit({ before: Number(sequence) + 1, limit: 1 });
      return page.items.find(item => String(item.sequence) === sequence) ?? null;
    },
  });
  return (
    <SideSheet
      open
      onOpenChange={open => !open && onClose()}
      title={t('audit.recordTitle', { number: sequence })}
    >
      <div className="flex flex-col gap-4 p-5">
        {record.error && <ErrorState failure={failureOf(record.error)} />}
        {record.data === null && <EmptyState title={t('audit.noRecord')} />}
        {record.data && <RecordFacts record={record.data} />}
      </div>
    </SideSheet>
  );
}

function CopiedId({ id }: { id: string | null }) {
  const t = useT();
  if (id === null) return NO_VALUE;
  return (
    <span className="flex items-center gap-1">
      <code className="font-mono text-12">{id}</code>
      <CopyButton text={id} label={t('audit.copyId')} />
    </span>
  );
}

function RecordFacts({ record }: { record: AuditRecord }) {
  const t = useT();
  const facts: Fact[] = [
    { label: t('fields.when'), value: formatDate(record.at) },
    { label: t('fields.actor'), value: record.actor },
    { label: t('audit.actorId'), value: <CopiedId id={record.actorId} /> },
    { label: t('fields.action'), value: <Action t={t} name={record.action} /> },
    { label: t('audit.outcome'), value: <Outcome t={t} outcome={record.outcome} /> },
    { label: t('fields.kind'), value: record.targetKind && t(`audit.kinds.${record.targetKind}`) },
    { label: t('fields.target'), value: <Target record={record} /> },
    { label: t('audit.targetId'), value: <CopiedId id={record.target} /> },
    { label: t('audit.from'), value: record.address, mono: true },
    { label: t('audit.hash'), value: record.hash, mono: true },
  ];
  return (
    <>
      <KeyValueList facts={facts} />
      <CodeBlock code={JSON.stringify(record.detail, null, 2)} language="json" label={t('audit.detail')} />
    </>
  );
}
