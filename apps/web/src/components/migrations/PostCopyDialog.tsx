import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { useAct } from '../actions/use-act.ts';

/** The point of no return is asked for by its name. */
export function PostCopyDialog({ migration, onClose }: { migration: Migration; onClose: () => void }) {
  const t = useT();
  const act = useAct(migration);
  const { instanceName: name, fromHostName, toHostName } = migration;
  return (
    <ConfirmDialog
      open
      danger
      onOpenChange={open => !open && onClose()}
      title={t('migrations.remedies.postCopyTitle', { name })}
      description={t('migrations.remedies.postCopyText', {
        name,
        from: fromHostName ?? '–',
        to: toHostName ?? '–',
      })}
      confirm={t('migrations.remedies.postCopyConfirm')}
      busy={act.isPending}
      error={act.isError && <ErrorState failure={failureOf(act.error)} />}
      onConfirm={() => act.mutate({ action: 'startPostCopy' }, { onSuccess: onClose })}
    />
  );
}
