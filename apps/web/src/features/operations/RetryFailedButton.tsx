import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { listPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { textOfCode } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { showToast } from '../../ui/toast.tsx';

/** Of a bulk request, only what failed; what it was asked with stays. Draws nothing while nothing failed. */
export function RetryFailedButton({ batch }: { batch: string }) {
  const t = useT();
  const go = useGo();
  const { total } = useLiveList('operation', {
    q: `batch:${batch} status:failed`,
    sort: '-created',
    limit: 1,
  });
  const retry = useMutation({
    mutationFn: () => orrery.retryFailed(batch),
    onSuccess: ({ allowed, refused, batch: again }) => {
      const counts = { asked: allowed.length, refused: refused.length };
      showToast(refused.length > 0 ? 'warn' : 'busy', {
        title: t('operations.retried', { count: counts.asked }),
        ...(refused[0]
          ? {
              detail: `${t('operations.retryRefused', { count: counts.refused })}: ${textOfCode(t, refused[0].code, refused[0].reason)}`,
            }
          : {}),
      });
      if (again) go(listPath('operation', `batch:${again}`));
    },
    onError: error => showFailure(t, error, t('operations.retryFailedNot')),
  });
  if (total === 0) return null;
  return (
    <Button busy={retry.isPending} onClick={() => retry.mutate()}>
      {t('operations.retryFailed', { count: total })}
    </Button>
  );
}
