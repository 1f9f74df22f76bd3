import { Toaster as Sonner } from 'sonner';
import { useT } from '../lib/i18n.ts';

export function Toaster() {
  const t = useT();
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
