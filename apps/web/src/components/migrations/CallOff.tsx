import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useT } from '../../lib/i18n.ts';
import { refusalOf } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { useActAtOnce } from '../actions/use-act.ts';

/** Calls a move off, or says why it can no longer be. */
export function CallOff({ migration }: { migration: Migration }) {
  const t = useT();
  const { run, running } = useActAtOnce(migration);
  const state = migration.actions.find(({ name }) => name === 'cancel');
  if (!state) return null;
  return (
    <Button
      size="small"
      busy={running !== undefined}
      disabledReason={refusalOf(t, state)}
      onClick={() => run('cancel')}
    >
      {t('migrations.remedies.abort')}
    </Button>
  );
}
