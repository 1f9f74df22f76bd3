import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';
import { useT } from '../lib/i18n.ts';
import type { Tone } from '../lib/status-tone.ts';
import { IconButton } from './IconButton.tsx';
import { ToneShape } from './ToneShape.tsx';

type BannerProps = {
  tone: Tone;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  onDismiss?: () => void;
};

const TINTS: Record<Tone, string> = {
  ok: 'bg-ok-tint',
  warn: 'bg-warn-tint',
  bad: 'bg-bad-tint',
  busy: 'bg-busy-tint',
  off: 'bg-off-tint',
};

export function Banner({ tone, title, children, action, onDismiss }: BannerProps) {
  const t = useT();
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex min-h-9 items-center gap-2.5 px-6 py-1 text-13 max-md:px-4', TINTS[tone])}
    >
      <ToneShape tone={tone} />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">{title}</strong>
        {children && <span className="ml-2 max-md:ml-0 max-md:block">{children}</span>}
      </p>
      {action}
      {onDismiss && <IconButton icon={X} label={t('ui.dismiss')} size="small" onClick={onDismiss} />}
    </div>
  );
}
