import { type Failure, failureText } from '../lib/failure.ts';
import { useT } from '../lib/i18n.ts';
import { failureWords, serverWords } from '../lib/server-text.ts';
import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { ToneShape } from './ToneShape.tsx';

export function ErrorState({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const t = useT();
  const { title, detail, reasons } = failureWords(t, failure);
  return (
    <div role="alert" className="mx-auto w-full max-w-xl rounded-lg border bg-surface p-4">
      <div className="flex items-start gap-3">
        <ToneShape tone="bad" className="mt-1" />
        <div className="min-w-0 flex-1">
          <p className="text-14 font-semibold">{title}</p>
          {detail && detail !== title && (
            <p className="mt-0.5 text-13 text-muted [overflow-wrap:anywhere]">{detail}</p>
          )}
          {reasons.length > 0 && (
            <ul className="mt-2 list-disc pl-4 text-13 marker:text-subtle" aria-label={t('ui.reasons')}>
              {reasons.map(reason => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
          {failure.advice && <p className="mt-2 text-13">{serverWords(failure.advice)}</p>}
          <div className="mt-3 flex flex-wrap items-center gap-2">
            {onRetry && (
              <Button size="small" onClick={onRetry}>
                {t('ui.retry')}
              </Button>
            )}
            <CopyButton text={failureText(failure)} label={t('ui.copy')} showLabel />
            <code className="font-mono text-12 text-muted [overflow-wrap:anywhere]">{failure.code}</code>
          </div>
        </div>
      </div>
    </div>
  );
}
