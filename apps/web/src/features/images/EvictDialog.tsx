import type { Image } from '@orrery/contract/resources/storage.ts';
import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { useRequestKey } from '../../lib/use-request-key.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import type { HostCopy } from './image-copies.ts';

type EvictDialogProps = { copy: HostCopy; image: Image; onClose: () => void };

/** Says what is lost: nothing but time. */
export function EvictDialog({ copy: { host, volume }, image, onClose }: EvictDialogProps) {
  const t = useT();
  const id = volume?.id ?? '';
  const key = useRequestKey(id);
  const remove = useMutation({
    mutationFn: () => orrery.act('volume', { id, action: 'delete', args: {} }, { idempotencyKey: key() }),
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('imageCopies.evictTitle', { image: image.name, host: host.name })}
      description={t('imageCopies.evictText', { size: formatBytes(image.sizeBytes ?? 0) })}
      confirm={t('imageCopies.evict')}
      onConfirm={() => remove.mutate()}
      busy={remove.isPending}
      error={remove.error && <ErrorState failure={failureOf(remove.error)} />}
    />
  );
}
