import type { ChangeImage } from '@orrery/contract/images/bodies.ts';
import { imageVisibilities } from '@orrery/contract/images/image-facts.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { mayAnywhere, useSession } from '../../api/session.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, TextArea } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';

type EditImageDialogProps = { image: Image; onClose: () => void };

const whole = (text: string): number | null => (text.trim() === '' ? null : Number.parseInt(text, 10));
const shown = (value: number | null) => (value === null ? '' : String(value));

/** What people say of an image, and who sees it. */
export function EditImageDialog({ image, onClose }: EditImageDialogProps) {
  const t = useT();
  const session = useSession();
  const publishes = session !== null && mayAnywhere(session, 'image.publish');
  const [form, setForm] = useState({
    name: image.name,
    description: image.catalogue?.description ?? '',
    os: image.os ?? '',
    minDisk: shown(image.minDiskGiB),
    minMemory: shown(image.minMemoryMiB),
    visibility: image.visibility,
    isProtected: image.protected,
  });
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const save = useMutation({
    mutationFn: (change: ChangeImage) => orrery.images.change(image.id, change),
    onSuccess: onClose,
  });
  const submit = () =>
    save.mutate({
      name: form.name,
      description: form.description || null,
      os: form.os || null,
      minDiskGiB: whole(form.minDisk),
      minMemoryMiB: whole(form.minMemory),
      protected: form.isProtected,
      ...(form.visibility !== image.visibility && { visibility: form.visibility }),
    });
  return (
    <FormDialog
      title={t('images.editTitle', { name: image.name })}
      submit={t('images.save')}
      onSubmit={submit}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={form.name.trim() === '' ? t('images.giveName') : undefined}
    >
      <Field label={t('fields.name')}>
        {ids => <Input {...ids} value={form.name} onChange={event => set({ name: event.target.value })} />}
      </Field>
      <Field label={t('fields.description')}>
        {ids => (
          <TextArea
            {...ids}
            rows={3}
            value={form.description}
            onChange={event => set({ description: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('fields.os')}>
        {ids => <Input {...ids} value={form.os} onChange={event => set({ os: event.target.value })} />}
      </Field>
      <NumberField
        label={t('images.minDiskGiB')}
        value={form.minDisk}
        onChange={minDisk => set({ minDisk })}
      />
      <NumberField
        label={t('images.minMemoryMiB')}
        value={form.minMemory}
        onChange={minMemory => set({ minMemory })}
      />
      <VisibilityField
        image={image}
        publishes={publishes}
        value={form.visibility}
        onChange={visibility => set({ visibility })}
      />
      <Checkbox
        showLabel
        label={t('images.protected')}
        checked={form.isProtected}
        onCheckedChange={isProtected => set({ isProtected })}
      />
    </FormDialog>
  );
}

type NumberFieldProps = { label: string; value: string; onChange: (value: string) => void };

const NumberField = ({ label, value, onChange }: NumberFieldProps) => (
  <Field label={label}>
    {ids => (
      <Input {...ids} inputMode="numeric" value={value} onChange={event => onChange(event.target.value)} />
    )}
  </Field>
);

type VisibilityFieldProps = {
  image: Image;
  publishes: boolean;
  value: Image['visibility'];
  onChange: (visibility: Image['visibility']) => void;
};

function VisibilityField({ image, publishes, value, onChange }: VisibilityFieldProps) {
  const t = useT();
  const offered = imageVisibilities.filter(
    each => each !== 'public' || publishes || image.visibility === 'public',
  );
  return (
    <Field label={t('fields.visibility')} hint={publishes ? undefined : t('images.publishHint')}>
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
