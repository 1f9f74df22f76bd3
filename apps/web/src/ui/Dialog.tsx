import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useT } from '../lib/i18n.ts';
import { cn } from '../lib/cn.ts';
import { IconButton } from './IconButton.tsx';
import { useDialogFocus } from './use-dialog-focus.ts';

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  size?: 'normal' | 'wide';
};

/** Traps focus and gives it back on close; Escape and the scrim close it. */
export function Dialog({ open, onOpenChange, title, description, children, footer, size }: DialogProps) {
  const t = useT();
  const focus = useDialogFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="anim-appear fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...focus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'floating anim-rise fixed outline-none top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col',
            size === 'wide' ? 'max-w-3xl' : 'max-w-lg',
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-1">
            <Radix.Title className="min-w-0 flex-1 text-16 font-semibold [overflow-wrap:anywhere]">
              {title}
            </Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label={t('ui.close')} size="small" />
            </Radix.Close>
          </header>
          <div className="scroll-area min-h-0 px-5 pb-4">
            {description && (
              <Radix.Description asChild>
                <div className="mb-3 text-14 text-muted">{description}</div>
              </Radix.Description>
            )}
            {children}
          </div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
