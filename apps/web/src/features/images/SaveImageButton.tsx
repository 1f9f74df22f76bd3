import type { Image } from '@orrery/contract/resources/storage.ts';
import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { useLiveResource } from '../../api/live-resource.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { can } from '../../lib/can.ts';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';

/** An image of a back end as a file with all its layers, where the back end can. */
export function SaveImageButton({ image }: { image: Image }) {
  const manages = useMayAnywhere('image.manage');
  if (image.backend === null || !manages) return null;
  return <OfBackend id={image.id} backend={image.backend} />;
}

function OfBackend({ id, backend }: { id: string; backend: string }) {
  const t = useT();
  const found = useLiveResource('backend', backend);
  const save = useMutation({
    mutationFn: async () => {
      // Asked once here, so that a refusal is told here; the browser's own download then writes to disk.
      const answer = await orrery.hostImages.save(id);
      await answer.body?.cancel();
    },
    onSuccess: () => globalThis.location.assign(`/api/v1/images/${encodeURIComponent(id)}/archive`),
    onError: error => showFailure(t, error),
  });
  if (found.state !== 'ready' || !can(found.resource, 'image.save')) return null;
  return (
    <Button busy={save.isPending} onClick={() => save.mutate()}>
      {t('hostImages.save')}
    </Button>
  );
}
