import { Maximize, Minimize } from 'lucide-react';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { useFullScreen } from './use-full-screen.ts';

export function FullScreenButton() {
  const t = useT();
  const { isFullScreen, isPossible, toggle } = useFullScreen();
  const Icon = isFullScreen ? Minimize : Maximize;
  return (
    <Button onClick={toggle} disabledReason={isPossible ? undefined : t('console.noFullScreen')}>
      <Icon aria-hidden className="size-4" />
      {t(isFullScreen ? 'console.leaveFullScreen' : 'console.fullScreen')}
    </Button>
  );
}
