import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { useAct } from '../actions/use-act.ts';
import { type Remedy, remedyLabel, requestOf } from './remedy-words.ts';

type AnewDialogProps = { migration: Migration; remedy: Remedy; onClose: () => void };

/** Called off and begun anew in one go: what was copied so far is lost, which is said before. */
export function AnewDialog({ migration, remedy, onClose }: AnewDialogProps) {
  const t = useT();
  const act = useAct(migration);
  const { instanceName: name, fromHostName, memory } = migration;
  const request = requestOf(remedy);
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('migrations.remedies.anewTitle', { name })}
      description={t('migrations.remedies.anewText', {
        name,
        from: fromHostName ?? '–',
        sent: formatBytes(memory?.sentBytes ?? 0),
      })}
      // Its dots said that it asks first; here it does it.
      confirm={remedyLabel(t, remedy).replace(/(…|\.\.\.)$/, '')}
      busy={act.isPending}
      error={act.isError && <ErrorState failure={failureOf(act.error)} />}
      onConfirm={() => request && act.mutate(request, { onSuccess: onClose })}
    />
  );
}
