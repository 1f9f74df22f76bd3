import { type FormEvent, useState } from 'react';
import { OrreryError } from '@orrery/client/orrery-error.ts';
import { signIn } from '../api/session.ts';
import { useGo } from '../components/use-go.ts';
import { useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { LanguageMenu, ThemeMenu } from './AppearanceMenus.tsx';
import { Logo } from './Logo.tsx';
import { safeReturn } from './safe-return.ts';

export function LoginPage() {
  const t = useT();
  return (
    <div className="flex h-full flex-col overflow-auto bg-bg">
      <title>{`${t('shell.login.title')} · ${t('shell.product')}`}</title>
      <div className="flex justify-end gap-1 p-3">
        <ThemeMenu />
        <LanguageMenu />
      </div>
      <main className="mx-auto flex w-full max-w-80 flex-1 flex-col justify-center px-4 pb-32">
        <div className="mb-8">
          <p className="mb-2 flex items-center gap-2.5 text-20 font-semibold tracking-[-0.01em]">
            <Logo />
            {t('shell.product')}
          </p>
          <p className="text-13 text-muted">{t('shell.tagline')}</p>
        </div>
        <h1 className="sr-only">{t('shell.login.title')}</h1>
        <LoginForm />
        <p className="mt-6 text-12 text-muted">{t('shell.login.firstRun')}</p>
      </main>
    </div>
  );
}

type Refusal = 'wrong' | 'limited' | 'unreachable';

function LoginForm() {
  const t = useT();
  const go = useGo();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = event.currentTarget.querySelector<HTMLInputElement>('[name=password]');
    setBusy(true);
    setRefusal(undefined);
    try {
      await signIn({ username: text(form.get('username')), password: text(form.get('password')) });
      go(safeReturn(new URLSearchParams(window.location.search).get('to')), { replace: true });
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
      // Ready to be typed over.
      password?.select();
    }
  };
  return (
    <form onSubmit={event => void submit(event)} className="flex flex-col gap-4">
      <Field label={t('shell.login.username')}>
        {ids => (
          <Input
            {...ids}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            required
            autoFocus
            className="h-10"
          />
        )}
      </Field>
      <Field label={t('shell.login.password')} error={refusal && t(`shell.login.${refusal}`)}>
        {ids => (
          <Input
            {...ids}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            className="h-10"
          />
        )}
      </Field>
      <Button type="submit" tone="primary" size="large" busy={busy}>
        {t('shell.login.submit')}
      </Button>
    </form>
  );
}

function text(entry: FormDataEntryValue | null): string {
  return typeof entry === 'string' ? entry : '';
}

function refusalOf(error: unknown): Refusal {
  const status = error instanceof OrreryError ? error.problem.status : 0;
  if (status === 429) return 'limited';
  return status === 401 || status === 400 ? 'wrong' : 'unreachable';
}
