import type { ConsoleKind } from '@orrery/contract/console/console.ts';
import { useState } from 'react';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/Input.tsx';
import { untypable } from './keystrokes.ts';

type TypeTextDialogProps = { kind: ConsoleKind; onType: (text: string) => void; onClose: () => void };

/** Pastes by typing: for consoles that know keys and no clipboard. */
export function TypeTextDialog({ kind, onType, onClose }: TypeTextDialogProps) {
  const t = useT();
  const [text, setText] = useState('');
  const missing = kind === 'vnc' ? untypable(text) : [];
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
      <Field
        label={t('console.text')}
        hint={t(kind === 'vnc' ? 'console.typeHint' : 'console.typeTerminalHint')}
        error={missing.length > 0 ? t('console.untypable', { signs: missing.join(' ') }) : undefined}
      >
        {ids => <TextArea {...ids} rows={6} value={text} onChange={event => setText(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}
