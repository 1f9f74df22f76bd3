import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useT } from '../lib/i18n.ts';
import { cn } from '../lib/cn.ts';
import { IconButton } from './IconButton.tsx';
import { useDialogFocus } from './use-dialog-focus.ts';

type SideSheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  side?: 'start' | 'end';
  children: ReactNode;
  footer?: ReactNode;
};

/** A form or a detail beside the page it belongs to. */
export function SideSheet({ open, onOpenChange, title, side = 'end', children, footer }: SideSheetProps) {
  const t = useT();
  const focus = useDialogFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="anim-appear fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          {...focus}
          className={cn(
            'fixed inset-y-0 z-50 flex w-[min(30rem,100vw)] flex-col bg-surface outline-none shadow-float',
            side === 'end'
              ? 'anim-slide-end right-0 border-l'
              : 'anim-slide-start left-0 w-[min(17rem,86vw)] border-r',
          )}
        >
          <header className="flex h-12 shrink-0 items-center gap-3 border-b pr-2 pl-5">
            <Radix.Title className="min-w-0 flex-1 truncate text-14 font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label={t('ui.close')} size="small" />
            </Radix.Close>
          </header>
          <div className="scroll-area min-h-0 flex-1">{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
