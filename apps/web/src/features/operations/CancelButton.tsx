import type { Operation } from '@orrery/contract/resources/operation.ts';
import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';

/** Only while it runs; refused with the reason where the backend cannot stop what it began. */
export function CancelButton({ operation }: { operation: Operation }) {
  const t = useT();
  const cancel = useMutation({
    mutationFn: () => orrery.cancel(operation.id),
    onError: error => showFailure(t, error, t('operations.cancelFailed')),
  });
  if (operation.endedAt !== null) return null;
  return (
    <Button
      busy={operation.cancelRequested || cancel.isPending}
      disabledReason={operation.cancellable ? undefined : t('operations.notCancellable')}
      onClick={() => cancel.mutate()}
    >
      {t(operation.cancelRequested ? 'operations.cancelling' : 'operations.cancel')}
    </Button>
  );
}
