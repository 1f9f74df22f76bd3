import type { Host } from '@orrery/contract/resources/host.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveList } from '../api/live-rows.ts';
import { orrery } from '../api/orrery.ts';
import { useT } from '../lib/i18n.ts';
import { useRequestKey } from '../lib/use-request-key.ts';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { FormDialog } from './FormDialog.tsx';

type BringImageDialogProps = { host: Host; onClose: () => void };

/** Puts an image of the catalogue on a host before anybody launches from it there. */
export function BringImageDialog({ host, onClose }: BringImageDialogProps) {
  const t = useT();
  const [image, setImage] = useState('');
  const key = useRequestKey(image);
  const { rows } = useLiveList('image', { q: 'status:available', sort: 'name', limit: 500 });
  const own = rows.filter(({ catalogue }) => catalogue);
  const bring = useMutation({
    mutationFn: () =>
      orrery.act('host', { id: host.id, action: 'bringImage', args: { image } }, { idempotencyKey: key() }),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={t('imageCopies.dialogTitle', { host: host.name })}
      submit={t('imageCopies.submit')}
      onSubmit={() => bring.mutate()}
      onClose={onClose}
      busy={bring.isPending}
      error={bring.error}
      disabledReason={image === '' ? t('imageCopies.choose') : undefined}
    >
      <Field label={t('imageCopies.image')} hint={t('imageCopies.hint')}>
        {ids => (
          <Select
            {...ids}
            options={[
              { value: '', label: t('actions.choose') },
              ...own.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={image}
            onValueChange={setImage}
          />
        )}
      </Field>
    </FormDialog>
  );
}
