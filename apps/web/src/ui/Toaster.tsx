import { useEffect } from 'react';
import { toast as sonner, Toaster as Sonner } from 'sonner';
import { useT } from '../lib/i18n.ts';
import type { Tone } from '../lib/status-tone.ts';
import { takeToasts, type ToastContent } from './toast.tsx';
import { ToneShape } from './ToneShape.tsx';

function show(tone: Tone, { title, detail, action, id }: ToastContent): void {
  sonner(title, {
    icon: <ToneShape tone={tone} />,
    // What went wrong stays until it is closed.
    duration: tone === 'bad' ? Number.POSITIVE_INFINITY : 5000,
    ...(detail ? { description: detail } : {}),
    ...(id ? { id } : {}),
    ...(action ? { action: { label: action.label, onClick: action.run } } : {}),
  });
}

export function Toaster() {
  const t = useT();
  useEffect(() => takeToasts(show), []);
  return (
    <Sonner
      customAriaLabel={t('ui.notifications')}
      position="bottom-right"
      gap={8}
      visibleToasts={4}
      closeButton
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'floating flex w-88 max-w-full items-start gap-2.5 p-3 text-13',
          title: 'font-medium',
          description: 'text-muted [overflow-wrap:anywhere]',
          icon: 'mt-1',
          content: 'min-w-0 flex-1',
          actionButton: 'shrink-0 rounded-md border px-2 h-7 text-13 font-medium hover:bg-hover',
          closeButton: 'order-last shrink-0 text-muted hover:text-text size-5 [&>svg]:size-3.5',
        },
      }}
    />
  );
}
