import type { ChangeImage } from '@orrery/contract/images/bodies.ts';
import { imageVisibilities } from '@orrery/contract/images/image-facts.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, TextArea } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import { type ImageTexts, textsOf, toChange, wrongFields } from './image-form.ts';
import { SharedWithField } from './SharedWithField.tsx';

type EditImageDialogProps = { image: Image; onClose: () => void };

/** What people say of an image, and who sees it. */
export function EditImageDialog({ image, onClose }: EditImageDialogProps) {
  const t = useT();
  const [texts, setTexts] = useState(() => textsOf(image));
  const set = (change: Partial<ImageTexts>) => setTexts({ ...texts, ...change });
  const save = useMutation({
    mutationFn: (change: ChangeImage) => orrery.images.change(image.id, change),
    onSuccess: onClose,
  });
  const wrong = wrongFields(texts);
  const count = (field: 'minDisk' | 'minMemory') => ({
    value: texts[field],
    onChange: (value: string) => set({ [field]: value }),
    error: wrong.has(field) ? t('images.wholeNumber') : undefined,
  });
  const why = wrong.has('name') ? t('images.giveName') : wrong.size > 0 ? t('images.wholeNumber') : undefined;
  return (
    <FormDialog
      title={t('images.editTitle', { name: image.name })}
      submit={t('images.save')}
      onSubmit={() => save.mutate(toChange(texts, image))}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={why}
    >
      <Field label={t('fields.name')}>
        {ids => <Input {...ids} value={texts.name} onChange={event => set({ name: event.target.value })} />}
      </Field>
      <Field label={t('fields.description')}>
        {ids => (
          <TextArea
            {...ids}
            rows={2}
            value={texts.description}
            onChange={event => set({ description: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('fields.os')}>
        {ids => (
          <Input
            {...ids}
            value={texts.os}
            placeholder="debian-12"
            onChange={event => set({ os: event.target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 items-start gap-3">
        <CountField label={t('images.minDisk')} unit="GiB" {...count('minDisk')} />
        <CountField label={t('images.minMemory')} unit="MiB" {...count('minMemory')} />
      </div>
      <VisibilityField image={image} value={texts.visibility} onChange={visibility => set({ visibility })} />
      {texts.visibility === 'shared' && (
        <SharedWithField
          owner={image.catalogue?.owner ?? null}
          value={texts.sharedWith}
          onChange={sharedWith => set({ sharedWith })}
        />
      )}
      <Checkbox
        showLabel
        label={t('images.protected')}
        checked={texts.isProtected}
        onCheckedChange={isProtected => set({ isProtected })}
      />
    </FormDialog>
  );
}

type CountFieldProps = {
  label: string;
  unit: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

const CountField = ({ label, unit, value, onChange, error }: CountFieldProps) => (
  <Field label={label} error={error}>
    {ids => (
      <Input
        {...ids}
        inputMode="numeric"
        suffix={unit}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    )}
  </Field>
);

type VisibilityFieldProps = {
  image: Image;
  value: Image['visibility'];
  onChange: (visibility: Image['visibility']) => void;
};

function VisibilityField({ image, value, onChange }: VisibilityFieldProps) {
  const t = useT();
  const publishes = useMayAnywhere('image.publish');
  const owned = (image.catalogue?.owner ?? null) !== null;
  // What belongs to no project belongs to all.
  const offered = imageVisibilities.filter(each =>
    each === 'public' ? publishes || image.visibility === 'public' : owned || each === image.visibility,
  );
  const hint = publishes ? (owned ? undefined : t('images.ownedByNobody')) : t('images.publishHint');
  return (
    <Field label={t('fields.visibility')} hint={hint}>
      {ids => (
        <Select
          {...ids}
          value={value}
          onValueChange={onChange}
          options={offered.map(each => ({ value: each, label: t(`images.visibilities.${each}`) }))}
        />
      )}
    </Field>
  );
}
