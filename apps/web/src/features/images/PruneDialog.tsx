import { type Prunable, pruneScopes } from '@orrery/contract/images/backend-images.ts';
import type { Backend } from '@orrery/contract/resources/backend.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { useRequestKey } from '../../lib/use-request-key.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Field } from '../../ui/Field.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';

type PruneDialogProps = { backends: readonly Backend[]; onClose: () => void };

/** Shows what could go and what that frees; deletes exactly what was shown. */
export function PruneDialog({ backends, onClose }: PruneDialogProps) {
  const t = useT();
  const [backend, setBackend] = useState(backends[0]?.id ?? '');
  const [scope, setScope] = useState<(typeof pruneScopes)[number]>('unnamed');
  const found = useQuery({
    queryKey: ['prunable', backend, scope],
    queryFn: ({ signal }) => orrery.hostImages.prunable(backend, scope, signal),
    gcTime: 0,
  });
  const images = found.data?.images ?? [];
  const key = useRequestKey(found.data);
  const remove = useMutation({
    mutationFn: () =>
      orrery.hostImages.deleteAll(
        images.map(i => i.id),
        key(),
      ),
    onSuccess: ({ allowed }) => {
      showToast('busy', { title: t('hostImages.deleted', { count: allowed.length }) });
      onClose();
    },
  });
  return (
    <FormDialog
      title={t('hostImages.pruneTitle')}
      submit={t('hostImages.delete')}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
      busy={remove.isPending}
      error={remove.error}
      disabledReason={images.length === 0 ? t('hostImages.nothing') : undefined}
    >
      {backends.length > 1 && (
        <Field label={t('hostImages.backend')}>
          {ids => (
            <Select
              {...ids}
              options={backends.map(({ id, name }) => ({ value: id, label: name }))}
              value={backend}
              onValueChange={setBackend}
            />
          )}
        </Field>
      )}
      <div className="flex flex-col gap-1">
        <SegmentedControl
          label={t('hostImages.scope')}
          segments={pruneScopes.map(value => ({ value, label: t(`hostImages.${value}`) }))}
          value={scope}
          onValueChange={setScope}
        />
        <p className="text-12 text-muted">{t(`hostImages.${scope}Hint`)}</p>
      </div>
      {found.error && <ErrorState failure={failureOf(found.error)} onRetry={() => void found.refetch()} />}
      {found.isPending ? <Skeleton className="h-24 w-full" /> : found.data && <Found prunable={found.data} />}
    </FormDialog>
  );
}

function Found({ prunable: { images, bytes } }: { prunable: Prunable }) {
  const t = useT();
  if (images.length === 0) return <p className="text-13 text-muted">{t('hostImages.nothing')}</p>;
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <p className="text-14 font-semibold">
        {t('hostImages.frees', { size: formatBytes(bytes) })} ·{' '}
        {t('hostImages.count', { count: images.length })}
      </p>
      <ul
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A list that scrolls is reached by the keyboard.
        tabIndex={0}
        aria-label={t('hostImages.pruneTitle')}
        className="scroll-area max-h-56 overflow-auto rounded-md border"
      >
        {images.map(image => (
          <li
            key={image.id}
            className="flex justify-between gap-3 border-b px-3 py-1.5 text-13 last:border-b-0"
          >
            <span className="truncate font-mono">{image.name}</span>
            <span className="shrink-0 text-muted">{formatBytes(image.bytes)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
