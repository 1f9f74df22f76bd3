import type { Resource } from '@orrery/contract/resources/registry.ts';
import { type FormEvent, useId, useState } from 'react';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { plainWord } from './action-words.ts';
import { ArgumentField } from './ArgumentField.tsx';
import { formOf, type FormValues } from './argument-forms.ts';
import { useAct } from './use-act.ts';

type ArgumentsDialogProps = { target: Resource; action: string; onClose: () => void };

/** The arguments of one action. A refusal is shown here; what was typed stays. */
export function ArgumentsDialog({ target, action, onClose }: ArgumentsDialogProps) {
  const t = useT();
  const formId = useId();
  const act = useAct(target);
  const found = formOf(target, action);
  const [values, setValues] = useState<FormValues>(() => found?.form.initial(found.instance) ?? {});
  if (!found) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate({ action, args: found.form.toArgs(values, found.instance) }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={`${plainWord(t, action)}: ${target.name}`}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={formId} tone="primary" busy={act.isPending}>
            {t('actions.apply')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4 pt-2">
        {found.form.fields.map(field => (
          <ArgumentField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            onChange={value => setValues(now => ({ ...now, [field.name]: value }))}
          />
        ))}
        {act.isError && <ErrorState failure={failureOf(act.error)} />}
      </form>
    </Dialog>
  );
}
