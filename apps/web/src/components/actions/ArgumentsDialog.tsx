import type { Resource } from '@orrery/contract/resources/registry.ts';
import { type FormEvent, useId, useState } from 'react';
import { formFailureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { destructionOf, plainWord, warningOf } from './action-words.ts';
import { ArgumentField } from './ArgumentField.tsx';
import { formOf, type FormValues } from './argument-forms.ts';
import { useAct } from './use-act.ts';

/** Called by what they change: their word says nothing on a button. */
const NO_VERBS: ReadonlySet<string> = new Set(['autostart', 'setSecurityGroups']);

type ArgumentsDialogProps = { target: Resource; action: string; onClose: () => void };

/** The arguments of one action. A refusal is shown here; what was typed stays. */
export function ArgumentsDialog({ target, action, onClose }: ArgumentsDialogProps) {
  const t = useT();
  const formId = useId();
  const act = useAct(target);
  const form = formOf(target, action);
  const verb = plainWord(t, action, target.kind);
  const [values, setValues] = useState<FormValues>(() => form?.initial ?? {});
  if (!form) return null;
  const unchosen = form.fields.some(field => field.type === 'choice' && values[field.name] === '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (unchosen) return;
    act.mutate({ action, args: form.toArgs(values) }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={`${verb}: ${target.name}`}
      description={warningOf(t, target.kind, action)}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            tone={destructionOf(target.kind, action) === 'no' ? 'primary' : 'danger'}
            busy={act.isPending}
            disabledReason={unchosen ? t('actions.chooseFirst') : undefined}
          >
            {NO_VERBS.has(action) ? t('actions.apply') : verb}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4 pt-2">
        {form.fields.map(field => (
          <ArgumentField
            key={field.name}
            field={field}
            target={target}
            value={values[field.name] ?? ''}
            onChange={value => setValues(now => ({ ...now, [field.name]: value }))}
          />
        ))}
        {act.isError && <ErrorState failure={formFailureOf(act.error)} />}
      </form>
    </Dialog>
  );
}
