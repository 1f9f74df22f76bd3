import { useState } from 'react';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/Input.tsx';

type TypeTextDialogProps = { onType: (text: string) => void; onClose: () => void };

/** Pastes by typing: for consoles that know keys and no clipboard. */
export function TypeTextDialog({ onType, onClose }: TypeTextDialogProps) {
  const t = useT();
  const [text, setText] = useState('');
  return (
    <FormDialog
      title={t('console.typeText')}
      submit={t('console.type')}
      onSubmit={() => onType(text)}
      onClose={onClose}
      busy={false}
      error={null}
      disabledReason={text === '' ? t('console.nothingToType') : undefined}
    >
      <Field label={t('console.text')} hint={t('console.typeHint')}>
        {ids => <TextArea {...ids} rows={6} value={text} onChange={event => setText(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}
