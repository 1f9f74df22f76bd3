import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useT } from '../lib/i18n.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Field } from './Field.tsx';
import { Input } from './Input.tsx';

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing: "Delete volume data-1?" */
  title: string;
  /** What is lost, in one or two sentences. */
  description: ReactNode;
  /** The verb of the action: "Delete". */
  confirm: string;
  onConfirm: () => void;
  danger?: boolean;
  /** Only when data dies: the name that has to be typed. */
  typeName?: string;
  busy?: boolean;
  /** What went wrong with the last try, shown where it was tried. */
  error?: ReactNode;
};

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description } = props;
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description}>
      <ConfirmForm {...props} />
    </Dialog>
  );
}

// A child, so that each opening starts with an empty field.
function ConfirmForm({
  onOpenChange,
  confirm,
  onConfirm,
  danger,
  typeName,
  busy,
  error,
}: ConfirmDialogProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const formId = useId();
  const matches = typeName === undefined || typed.trim() === typeName;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches && !busy) onConfirm();
  };
  return (
    <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
      {typeName !== undefined && (
        <Field label={t('ui.typeToConfirm', { name: typeName })}>
          {ids => (
            <Input
              {...ids}
              autoFocus
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-13"
              value={typed}
              onChange={event => setTyped(event.target.value)}
            />
          )}
        </Field>
      )}
      {error}
      <div className="flex flex-wrap justify-end gap-2">
        {/* Whoever presses Enter without reading loses nothing. */}
        <Button data-first-focus={danger || undefined} onClick={() => onOpenChange(false)}>
          {t('ui.cancel')}
        </Button>
        <Button
          type="submit"
          data-first-focus={!danger || undefined}
          tone={danger ? 'danger' : 'primary'}
          busy={busy ?? false}
          disabledReason={matches ? undefined : t('ui.typeToConfirm', { name: typeName })}
        >
          {confirm}
        </Button>
      </div>
    </form>
  );
}
