import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { OrreryError } from '@orrery/client/orrery-error.ts';
import { failureOf } from '../api/problem.ts';
import { useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { NotFound } from './NotFound.tsx';

/** The border where a page's failure stops: the frame around it keeps working. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const t = useT();
  const router = useRouter();
  if (error instanceof OrreryError && error.problem.status === 404) return <NotFound />;
  const failure = failureOf(error);
  const shown =
    error instanceof OrreryError
      ? failure
      : { ...failure, title: t('shell.crash.title'), detail: failure.title };
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className="flex flex-col items-center gap-4 px-4 py-16">
      <ErrorState failure={shown} onRetry={retry} />
      {!(error instanceof OrreryError) && (
        <p className="flex items-center gap-3 text-13 text-muted">
          {t('shell.crash.text')}
          <Button size="small" onClick={() => window.location.reload()}>
            {t('shell.crash.reload')}
          </Button>
        </p>
      )}
    </div>
  );
}
