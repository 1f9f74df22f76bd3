import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { FileInput } from '../../ui/FileInput.tsx';

type FilePickerProps = { file: File | undefined; onPick: (file: File) => void };

/** The file that becomes an image. */
export function FilePicker({ file, onPick }: FilePickerProps) {
  const t = useT();
  return (
    <Field label={t('images.file')} hint={t('images.fileKinds')}>
      {ids => <FileInput {...ids} file={file} onPick={onPick} />}
    </Field>
  );
}
