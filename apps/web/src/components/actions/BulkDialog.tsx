import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { selectedIds } from '../../api/selected-ids.ts';
import { newIdempotencyKey } from '../../lib/idempotency-key.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { NOTHING, type SelectionStore } from '../../lib/selection.ts';
import { destructionOf, plainWord, warningOf } from './action-words.ts';
import { type BulkPreview, PreviewList } from './PreviewList.tsx';
import { late } from '../../lib/late.tsx';

const BulkTargets = late(async () => (await import('../migrations/dialog/BulkTargets.tsx')).BulkTargets);

type BulkDialogProps = { action: string; selection: SelectionStore; q: string; onClose: () => void };

/** Asks the server who would do it and who is refused, shows both, then runs it for those that may. */
export function BulkDialog({ action, selection, q, onClose }: BulkDialogProps) {
  const t = useT();
  const [key] = useState(newIdempotencyKey);
  // What all of them are asked for together.
  const [args, setArgs] = useState<Record<string, unknown>>({});
  const verb = plainWord(t, action);
  const preview = useQuery({
    queryKey: ['bulk', action, key],
    gcTime: 0,
    queryFn: async () => {
      const { ids, cut } = await selectedIds(selection.get(), q);
      return { ...(await orrery.bulk({ ids, action, dryRun: true })), cut };
    },
  });
  const run = useMutation({
    mutationFn: (ids: string[]) => orrery.bulk({ ids, action, args }, { idempotencyKey: key }),
    onSuccess: () => {
      selection.set(NOTHING);
      onClose();
    },
  });
  const allowed = preview.data?.allowed ?? [];
  // Nobody knows how many before the server has answered.
  const asked = allowed.length + (preview.data?.refused.length ?? 0);
  const error = preview.error ?? run.error;
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={preview.data ? t('actions.bulk.title', { action: verb, count: asked }) : verb}
      description={warningOf(t, 'instance', action)}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            tone={destructionOf('instance', action) === 'no' ? 'primary' : 'danger'}
            busy={preview.isPending || run.isPending}
            disabledReason={preview.isSuccess && allowed.length === 0 ? t('actions.bulk.nobody') : undefined}
            onClick={() => run.mutate(allowed.map(one => one.id))}
          >
            {preview.data ? t('actions.bulk.run', { action: verb, count: allowed.length }) : verb}
          </Button>
        </>
      }
    >
      {error ? <ErrorState failure={failureOf(error)} /> : <Preview preview={preview.data} />}
      {action === 'migrate' && allowed.length > 0 && <BulkTargets targets={allowed} onArgs={setArgs} />}
    </Dialog>
  );
}

function Preview({ preview }: { preview: (BulkPreview & { cut: boolean }) | undefined }) {
  const t = useT();
  if (!preview) return <p className="text-13 text-muted">{t('actions.bulk.checking')}</p>;
  return (
    <>
      {preview.cut && <p className="mb-2 text-13 text-warn-text">{t('actions.bulk.tooMany')}</p>}
      <PreviewList preview={preview} />
    </>
  );
}
