import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useState } from 'react';
import { ActionDialog } from '../../components/actions/ActionDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { refusalOf } from '../../lib/server-text.ts';
import { formatBytesPerSecond, formatDuration } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';

/** What the move may take, changed where it is shown. */
export function LimitsCard({ migration }: { migration: Migration }) {
  const t = useT();
  const { limits } = migration;
  if (limits === null) return null;
  const yesNo = (value: boolean) => t(value ? 'fields.yes' : 'fields.no');
  const facts: Fact[] = [
    {
      label: t('migrations.limits.bandwidth'),
      value: (
        <Changed migration={migration} action="setBandwidth">
          {limits.bandwidth === null ? t('migrations.limits.none') : formatBytesPerSecond(limits.bandwidth)}
        </Changed>
      ),
    },
    {
      label: t('migrations.limits.downtime'),
      value: (
        <Changed migration={migration} action="setDowntime">
          {formatDuration(limits.downtimeMs)}
        </Changed>
      ),
    },
    { label: t('migrations.limits.autoConverge'), value: yesNo(limits.autoConverge) },
    { label: t('migrations.limits.postCopy'), value: yesNo(limits.postCopy) },
  ];
  return (
    <Card title={t('migrations.limits.title')}>
      <KeyValueList facts={facts} />
    </Card>
  );
}

type ChangedProps = { migration: Migration; action: string; children: string };

function Changed({ migration, action, children }: ChangedProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const state = migration.actions.find(({ name }) => name === action);
  return (
    <span className="flex items-center justify-between gap-2">
      {children}
      {migration.status === 'running' && state && (
        <Button
          size="small"
          disabledReason={refusalOf(t, state)}
          aria-label={`${t('migrations.limits.change')} ${t(action === 'setBandwidth' ? 'migrations.limits.bandwidth' : 'migrations.limits.downtime')}`}
          onClick={() => setAsking(true)}
        >
          {t('migrations.limits.change')}
        </Button>
      )}
      {asking && <ActionDialog target={migration} action={action} onClose={() => setAsking(false)} />}
    </span>
  );
}
