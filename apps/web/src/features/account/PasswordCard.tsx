import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { showToast } from '../../ui/toast.tsx';

// As the contract asks (passwordSchema).
const SHORTEST = 8;
const EMPTY = { current: '', next: '', again: '' };

export function PasswordCard() {
  const t = useT();
  const [typed, setTyped] = useState(EMPTY);
  const change = useMutation({
    mutationFn: () => orrery.changePassword({ current: typed.current, next: typed.next }),
    onSuccess: () => {
      setTyped(EMPTY);
      showToast('ok', { title: t('account.passwordChanged') });
    },
  });
  const wrong = change.error !== null && failureOf(change.error).code === 'session.credentials';
  const differs = typed.again !== '' && typed.again !== typed.next;
  const refusal =
    typed.current === ''
      ? t('account.currentMissing')
      : typed.next.length < SHORTEST
        ? t('users.passwordHint')
        : typed.next === typed.again
          ? undefined
          : t('account.differs');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!refusal && !change.isPending) change.mutate();
  };
  const field = (name: keyof typeof EMPTY, autoComplete: string) => ({
    type: 'password',
    autoComplete,
    value: typed[name],
    onChange: (event: { target: { value: string } }) => {
      // What was said about the last try is not about this one.
      change.reset();
      setTyped(now => ({ ...now, [name]: event.target.value }));
    },
  });
  return (
    <Card title={t('account.password')}>
      <form noValidate onSubmit={submit} className="flex max-w-sm flex-col gap-4">
        <Field label={t('account.current')} error={wrong ? t('account.currentWrong') : undefined}>
          {ids => <Input {...ids} {...field('current', 'current-password')} />}
        </Field>
        <Field label={t('users.password')} hint={t('users.passwordHint')}>
          {ids => <Input {...ids} {...field('next', 'new-password')} />}
        </Field>
        <Field label={t('account.again')} error={differs ? t('account.differs') : undefined}>
          {ids => <Input {...ids} {...field('again', 'new-password')} />}
        </Field>
        {change.error && !wrong && <ErrorState failure={failureOf(change.error)} />}
        <div className="flex items-center gap-3">
          <Button type="submit" tone="primary" busy={change.isPending} disabledReason={refusal}>
            {t('account.changePassword')}
          </Button>
          <p className="text-12 text-muted">{t('account.endsOthers')}</p>
        </div>
      </form>
    </Card>
  );
}
