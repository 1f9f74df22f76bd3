import type { ChangeImage } from '@orrery/contract/images/bodies.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { useSession } from '../../api/session.ts';
import { forgetUpload } from '../../api/uploads.ts';
import { LaunchButton } from '../../components/LaunchButton.tsx';
import { useGo } from '../../components/use-go.ts';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DropdownMenu, MenuItem } from '../../ui/DropdownMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ConvertImageDialog } from './ConvertImageDialog.tsx';
import { EditImageDialog } from './EditImageDialog.tsx';
import { SaveImageButton } from './SaveImageButton.tsx';

/** To launch from it, and for images of Orrery's own catalogue what can be done with them. */
export function ImageActions({ image }: { image: Image }) {
  return (
    <>
      {isWhole(image) && image.format !== 'iso' && (
        <LaunchButton search={`image=${encodeURIComponent(image.id)}`} />
      )}
      <SaveImageButton image={image} />
      {image.catalogue && <CatalogueActions image={image} deprecated={image.catalogue.deprecated} />}
    </>
  );
}

function CatalogueActions({ image, deprecated }: { image: Image; deprecated: boolean }) {
  const t = useT();
  const [open, setOpen] = useState<'edit' | 'convert' | 'delete' | null>(null);
  const why = useMayChange(image) ? undefined : t('images.notYours');
  const change = useMutation({
    mutationFn: (to: ChangeImage) => orrery.images.change(image.id, to),
    onError: error => showFailure(t, error),
  });
  const notConverted = useNotConverted(image);
  const close = () => setOpen(null);
  return (
    <>
      <Button disabledReason={why} onClick={() => setOpen('edit')}>
        {t('images.edit')}
      </Button>
      <DropdownMenu
        label={t('ui.more')}
        trigger={<IconButton icon={Ellipsis} label={t('ui.more')} tone="normal" />}
      >
        <MenuItem disabledReason={why} onSelect={() => change.mutate({ deprecated: !deprecated })}>
          {t(deprecated ? 'images.undeprecate' : 'images.deprecate')}
        </MenuItem>
        <MenuItem disabledReason={why ?? notConverted} onSelect={() => setOpen('convert')}>
          {t('images.convertTo')}
        </MenuItem>
        <MenuItem
          disabledReason={isWhole(image) ? undefined : t('images.notWhole')}
          onSelect={() => globalThis.location.assign(`/api/v1/images/${image.id}/content`)}
        >
          {t('images.downloadFile')}
        </MenuItem>
        <MenuItem
          danger
          disabledReason={why ?? (image.protected ? t('images.protectedReason') : undefined)}
          onSelect={() => setOpen('delete')}
        >
          {t('images.delete')}
        </MenuItem>
      </DropdownMenu>
      {open === 'edit' && <EditImageDialog image={image} onClose={close} />}
      {open === 'convert' && <ConvertImageDialog image={image} onClose={close} />}
      {open === 'delete' && <DeleteImageDialog image={image} onClose={close} />}
    </>
  );
}

function DeleteImageDialog({ image, onClose }: { image: Image; onClose: () => void }) {
  const t = useT();
  const go = useGo();
  const remove = useMutation({
    mutationFn: () => orrery.images.remove(image.id),
    onSuccess: () => {
      forgetUpload(image.id);
      go('/images');
    },
    onError: error => showFailure(t, error),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('images.deleteTitle', { name: image.name })}
      description={t('images.deleteText')}
      confirm={t('images.deleteConfirm')}
      onConfirm={() => remove.mutate()}
      typeName={image.name}
    />
  );
}

/** All its bytes are here and were looked at. */
const isWhole = ({ status }: Image): boolean => status === 'available' || status === 'deprecated';

/** Why it cannot be converted, or undefined where it can. */
function useNotConverted(image: Image): string | undefined {
  const t = useT();
  const { data } = useQuery({
    queryKey: ['image-options'],
    queryFn: ({ signal }) => orrery.images.options(signal),
    enabled: Boolean(image.catalogue),
  });
  if (!isWhole(image)) return t('images.notWhole');
  if (image.format === 'iso') return t('images.installerStays');
  return data?.conversion.available === false ? t('images.noConverter') : undefined;
}

function useMayChange(image: Image): boolean {
  const session = useSession();
  if (!session) return false;
  const owner = image.catalogue?.owner;
  const granted = [...session.permissions, ...(owner ? (session.projectPermissions[owner] ?? []) : [])];
  return granted.includes(image.visibility === 'public' ? 'image.publish' : 'image.change');
}
