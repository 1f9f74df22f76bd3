import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { type ComponentProps, type MouseEvent, useId } from 'react';
import { cn } from '../lib/cn.ts';
import { Tooltip } from './Tooltip.tsx';

export const buttonStyle = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors duration-100 aria-disabled:cursor-not-allowed',
  {
    variants: {
      tone: {
        primary:
          'border-transparent bg-accent text-on-accent hover:bg-accent-hover aria-disabled:border-line aria-disabled:bg-hover aria-disabled:text-subtle',
        normal:
          'border-line bg-surface text-text hover:border-control hover:bg-hover aria-disabled:border-line aria-disabled:bg-transparent aria-disabled:text-subtle',
        quiet:
          'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text aria-disabled:bg-transparent aria-disabled:text-subtle',
        danger:
          'border-bad bg-bad text-surface hover:bg-bad-text hover:border-bad-text aria-disabled:border-line aria-disabled:bg-hover aria-disabled:text-subtle',
      },
      size: { small: 'h-7 px-2 text-13', normal: 'h-8 px-3 text-13', large: 'h-10 px-4 text-14' },
    },
    defaultVariants: { tone: 'normal', size: 'normal' },
  },
);

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> &
  VariantProps<typeof buttonStyle> & {
    /** Why it cannot be used now. The button stays focusable, so that the reason can be read. */
    disabledReason?: string | undefined;
    /** The action is under way: the button keeps its width and takes no second click. */
    busy?: boolean;
  };

export function Button(props: ButtonProps) {
  const { tone, size, disabledReason, busy = false, className, onClick, children, ...rest } = props;
  const reasonId = useId();
  const refused = Boolean(disabledReason) || busy;
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (refused) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <Tooltip content={disabledReason} disabled={!disabledReason}>
      <button
        type="button"
        {...rest}
        aria-disabled={refused || undefined}
        aria-busy={busy || undefined}
        aria-describedby={disabledReason ? reasonId : rest['aria-describedby']}
        onClick={click}
        className={cn(buttonStyle({ tone, size }), className)}
      >
        {busy && <LoaderCircle aria-hidden className="anim-turn size-3.5" />}
        {children}
        {disabledReason && (
          <span hidden id={reasonId}>
            {disabledReason}
          </span>
        )}
      </button>
    </Tooltip>
  );
}
