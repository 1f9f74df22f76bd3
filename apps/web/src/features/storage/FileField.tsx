import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { FileInput } from '../../ui/FileInput.tsx';
import { Select } from '../../ui/Select.tsx';

/** Plain bytes, or something that says itself what it is. */
export const fileFormats = ['auto', 'raw'] as const;
export type FileFormat = (typeof fileFormats)[number];
export type Picked = { file: File; format: FileFormat };

/** Formats with a header of their own; all else may be the plain bytes of a disk, which nothing can tell. */
const known = /\.(qcow2|vmdk|vdi|vhdx?|ova|iso)$/i;

type FileFieldProps = { picked: Picked | undefined; onPick: (picked: Picked) => void };

/** The file that becomes a volume. */
export function FileField({ picked, onPick }: FileFieldProps) {
  const t = useT();
  const pick = (file: File) => onPick({ file, format: known.test(file.name) ? 'auto' : 'raw' });
  return (
    <>
      <Field label={t('storage.volumes.file')} hint={t('storage.volumes.fileSending')}>
        {ids => <FileInput {...ids} file={picked?.file} onPick={pick} />}
      </Field>
      {picked && (
        <Field label={t('storage.volumes.fileFormat')}>
          {ids => (
            <Select
              {...ids}
              value={picked.format}
              onValueChange={format => onPick({ ...picked, format })}
              options={fileFormats.map(value => ({ value, label: t(`storage.volumes.formats.${value}`) }))}
            />
          )}
        </Field>
      )}
    </>
  );
}
