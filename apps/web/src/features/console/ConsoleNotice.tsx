import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../lib/i18n.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextLink } from '../../ui/Link.tsx';
import type { ConsoleState } from './console-state.ts';

type ConsoleNoticeProps = {
  state: ConsoleState;
  powerState: Instance['powerState'];
  onReconnect: (() => void) | undefined;
};

/** Why nothing moves on the console, and what happens next. */
export function ConsoleNotice({ state, powerState, onReconnect }: ConsoleNoticeProps) {
  const t = useT();
  const { href } = useLocation();
  if (state.is === 'connecting') return null;
  if (state.is === 'open') {
    if (powerState !== 'paused') return null;
    return (
      <Banner tone="warn" title={t('console.paused')}>
        {t('console.pausedText')}
      </Banner>
    );
  }
  const actions: Record<typeof state.is, ReactNode> = {
    waiting: <Again onReconnect={onReconnect} />,
    ended: <Again onReconnect={onReconnect} />,
    refused: <Again onReconnect={onReconnect} />,
    signedOut: <TextLink href={`/login?to=${encodeURIComponent(href)}`}>{t('console.signIn')}</TextLink>,
  };
  return (
    <Banner
      tone={state.is === 'waiting' ? 'warn' : 'bad'}
      title={t(`console.${state.is}`)}
      action={actions[state.is]}
    >
      {serverWords(state.why)}
    </Banner>
  );
}

function Again({ onReconnect }: { onReconnect: (() => void) | undefined }) {
  const t = useT();
  if (!onReconnect) return null;
  return (
    <Button size="small" onClick={onReconnect}>
      {t('console.reconnect')}
    </Button>
  );
}
