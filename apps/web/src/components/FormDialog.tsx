import { type FormEvent, type ReactNode, useId } from 'react';
import { formFailureOf } from '../api/problem.ts';
import { useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';

type FormDialogProps = {
  title: string;
  description?: ReactNode;
  /** The verb on the button. */
  submit: string;
  onSubmit: () => void;
  onClose: () => void;
  busy: boolean;
  /** What went wrong with the last try; what was typed stays. */
  error: unknown;
  disabledReason?: string | undefined;
  wide?: boolean;
  children: ReactNode;
};

/** A short form in a dialog. Mounted when it opens, so that each opening starts afresh. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, submit, onSubmit, onClose, busy, error, disabledReason, children, wide } =
    props;
  const t = useT();
  const formId = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    // Enter in a field asks the form itself, past the button.
    if (!busy && !disabledReason) onSubmit();
  };
  return (
    <Dialog
      open
      size={wide ? 'wide' : 'normal'}
      onOpenChange={open => !open && onClose()}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={formId} tone="primary" busy={busy} disabledReason={disabledReason}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={send} className="flex flex-col gap-4 pt-2">
        {children}
        {Boolean(error) && <ErrorState failure={formFailureOf(error)} />}
      </form>
    </Dialog>
  );
}
