import type { ChangeImage } from '@orrery/contract/images/bodies.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useSession } from '../../api/session.ts';
import { forgetUpload } from '../../api/uploads.ts';
import { useGo } from '../../components/use-go.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { EditImageDialog } from './EditImageDialog.tsx';

/** What can be done with an image of Orrery's own catalogue; images of back ends are theirs. */
export function ImageActions({ image }: { image: Image }) {
  const t = useT();
  const go = useGo();
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const may = useMayChange(image);
  const failed = (error: unknown) =>
    showToast('bad', { title: failureOf(error).title, detail: failureOf(error).detail ?? '' });
  const change = useMutation({
    mutationFn: (to: ChangeImage) => orrery.images.change(image.id, to),
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => orrery.images.remove(image.id),
    onSuccess: () => {
      forgetUpload(image.id);
      go('/images');
    },
    onError: failed,
  });
  if (!image.catalogue) return null;
  const why = may ? undefined : t('images.notYours');
  const { deprecated } = image.catalogue;
  const protectedReason = image.protected ? t('images.protectedReason') : undefined;
  return (
    <>
      <Button disabledReason={why} onClick={() => setOpen('edit')}>
        {t('images.edit')}
      </Button>
      <Button
        disabledReason={why}
        busy={change.isPending}
        onClick={() => change.mutate({ deprecated: !deprecated })}
      >
        {t(deprecated ? 'images.undeprecate' : 'images.deprecate')}
      </Button>
      {image.status === 'available' && (
        <Button onClick={() => globalThis.location.assign(`/api/v1/images/${image.id}/content`)}>
          {t('images.downloadFile')}
        </Button>
      )}
      <Button tone="danger" disabledReason={why ?? protectedReason} onClick={() => setOpen('delete')}>
        {t('images.delete')}
      </Button>
      {open === 'edit' && <EditImageDialog image={image} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={() => setOpen(null)}
        title={t('images.deleteTitle', { name: image.name })}
        description={t('images.deleteText')}
        confirm={t('images.delete')}
        onConfirm={() => remove.mutate()}
        typeName={image.name}
      />
    </>
  );
}

function useMayChange(image: Image): boolean {
  const session = useSession();
  if (!session) return false;
  const owner = image.catalogue?.owner;
  const granted = [...session.permissions, ...(owner ? (session.projectPermissions[owner] ?? []) : [])];
  return granted.includes(image.visibility === 'public' ? 'image.publish' : 'image.change');
}
