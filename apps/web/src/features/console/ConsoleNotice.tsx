import { useT } from '../../lib/i18n.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import type { ConsoleState } from './use-console.ts';

type ConsoleNoticeProps = { state: ConsoleState; onReconnect: () => void };

/** Why nothing moves on the console, and what happens next. */
export function ConsoleNotice({ state, onReconnect }: ConsoleNoticeProps) {
  const t = useT();
  if (state.is === 'open' || state.is === 'connecting') return null;
  const isWaiting = state.is === 'waiting';
  return (
    <Banner
      tone={isWaiting ? 'warn' : 'bad'}
      title={t(isWaiting ? 'console.waiting' : 'console.ended')}
      action={
        <Button size="small" onClick={onReconnect}>
          {t('console.reconnect')}
        </Button>
      }
    >
      {state.why}
    </Banner>
  );
}
