import type { Image } from '@orrery/contract/resources/storage.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';

type ConvertImageDialogProps = { image: Image; onClose: () => void };

const targets = ['qcow2', 'raw'] as const;

/** The same content in another format. The page shows how it goes. */
export function ConvertImageDialog({ image, onClose }: ConvertImageDialogProps) {
  const t = useT();
  const offered = targets.filter(format => format !== image.format);
  const [format, setFormat] = useState(offered[0] ?? 'qcow2');
  const convert = useMutation({
    mutationFn: () => orrery.images.convert(image.id, format),
    onSuccess: onClose,
  });
  const sizes = {
    now: formatBytes(image.sizeBytes ?? 0),
    raw: formatBytes(image.virtualSizeBytes ?? image.sizeBytes ?? 0),
  };
  return (
    <FormDialog
      title={t('images.convertTitle', { name: image.name })}
      description={t('images.convertText', { from: image.format ?? '' })}
      submit={t('images.convert')}
      onSubmit={() => convert.mutate()}
      onClose={onClose}
      busy={convert.isPending}
      error={convert.error}
    >
      <Field
        label={t('images.newFormat')}
        hint={format === 'raw' ? t('images.rawHint', sizes) : t('images.qcow2Hint', sizes)}
      >
        {ids => (
          <Select
            {...ids}
            value={format}
            onValueChange={setFormat}
            options={offered.map(each => ({ value: each, label: each }))}
          />
        )}
      </Field>
    </FormDialog>
  );
}
