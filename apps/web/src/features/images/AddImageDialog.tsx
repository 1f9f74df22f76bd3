import type { CreateImageInput } from '@orrery/contract/images/bodies.ts';
import type { ImageFormat } from '@orrery/contract/images/image-facts.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { startUpload } from '../../api/uploads.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { ProjectField } from '../../components/ProjectField.tsx';
import { detailPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import { useProjectChoice } from '../../components/use-project-choice.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { FilePicker } from './FilePicker.tsx';

type AddImageDialogProps = { onClose: () => void; dropped?: File | undefined };
type From = 'file' | 'url';
const formats = ['auto', 'qcow2', 'raw', 'vmdk', 'iso', 'ova'] as const;
type Format = (typeof formats)[number];

/** A new image from a file of this machine or from an address. */
export function AddImageDialog({ onClose, dropped }: AddImageDialogProps) {
  const t = useT();
  const [from, setFrom] = useState<From>('file');
  const [file, setFile] = useState<File | undefined>(dropped);
  const [url, setUrl] = useState('');
  const [name, setName] = useState(dropped ? nameOf(dropped.name) : '');
  const [os, setOs] = useState('');
  const [format, setFormat] = useState<Format>('auto');
  const owner = useProjectChoice('image.change');
  const go = useGo();
  const options = useQuery({
    queryKey: ['image-options'],
    queryFn: ({ signal }) => orrery.images.options(signal),
  });
  const add = useMutation({
    mutationFn: (image: CreateImageInput) => orrery.images.create(image),
    onSuccess: image => {
      if (file && from === 'file') startUpload(image, file);
      onClose();
      go(detailPath('image', image.id));
    },
  });
  const largest = options.data?.largestBytes;
  const tooLarge = from === 'file' && file !== undefined && largest !== undefined && file.size > largest;
  const missing = from === 'file' ? !file && t('images.pickFile') : url === '' && t('images.giveAddress');
  const why = tooLarge
    ? t('images.tooLarge', { size: formatBytes(largest) })
    : missing || (name.trim() === '' && t('images.giveName'));
  const source = (): CreateImageInput['source'] =>
    from === 'url'
      ? { from: 'url', url }
      : { from: 'upload', sizeBytes: file?.size ?? 0, fileName: file?.name ?? null };
  const declared: ImageFormat | null = format === 'auto' ? null : format;
  return (
    <FormDialog
      title={t('images.add')}
      submit={t(from === 'file' ? 'images.upload' : 'images.import')}
      onSubmit={() =>
        add.mutate({ name, project: owner.project, source: source(), format: declared, os: os || null })
      }
      onClose={onClose}
      busy={add.isPending}
      error={add.error}
      disabledReason={why || undefined}
    >
      <SegmentedControl
        label={t('images.from')}
        value={from}
        onValueChange={setFrom}
        segments={[
          { value: 'file', label: t('images.fromFile') },
          { value: 'url', label: t('images.fromUrl') },
        ]}
      />
      {from === 'file' ? (
        <FilePicker
          file={file}
          onPick={picked => {
            setFile(picked);
            if (name === '') setName(nameOf(picked.name));
          }}
        />
      ) : (
        <AddressField value={url} onChange={setUrl} />
      )}
      <Field label={t('fields.name')}>
        {ids => <Input {...ids} value={name} onChange={event => setName(event.target.value)} />}
      </Field>
      <Field label={t('fields.os')} optional={t('images.optional')}>
        {ids => (
          <Input {...ids} value={os} onChange={event => setOs(event.target.value)} placeholder="debian-12" />
        )}
      </Field>
      <FormatField value={format} onChange={setFormat} />
      <ProjectField choice={owner} />
    </FormDialog>
  );
}

function AddressField({ value, onChange }: { value: string; onChange: (address: string) => void }) {
  const t = useT();
  return (
    <Field label={t('images.address')} hint={t('images.addressHint')}>
      {ids => (
        <Input
          {...ids}
          type="url"
          value={value}
          onChange={event => onChange(event.target.value)}
          placeholder="https://"
        />
      )}
    </Field>
  );
}

type FormatFieldProps = { value: Format; onChange: (format: Format) => void };

function FormatField({ value, onChange }: FormatFieldProps) {
  const t = useT();
  const label = (format: Format) => (format === 'auto' ? t('images.formatAuto') : format);
  return (
    <Field label={t('fields.format')} hint={t('images.formatHint')}>
      {ids => (
        <Select
          {...ids}
          value={value}
          onValueChange={onChange}
          options={formats.map(format => ({ value: format, label: label(format) }))}
        />
      )}
    </Field>
  );
}

const nameOf = (fileName: string) => fileName.replace(/\.(qcow2|img|raw|vmdk|iso)$/i, '');
