import type { LucideIcon } from 'lucide-react';
import { cn } from '../lib/cn.ts';
import { Button, type ButtonProps } from './Button.tsx';
import { Tooltip } from './Tooltip.tsx';

type IconButtonProps = Omit<ButtonProps, 'children' | 'aria-label'> & { icon: LucideIcon; label: string };

/** A button that is only a picture: its label is its name and its tooltip. */
export function IconButton({ icon: Icon, label, className, tone = 'quiet', ...rest }: IconButtonProps) {
  const square = rest.size === 'small' ? 'w-7' : 'w-8';
  return (
    <Tooltip content={label} disabled={Boolean(rest.disabledReason)}>
      <Button {...rest} tone={tone} aria-label={label} className={cn(square, 'px-0', className)}>
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      </Button>
    </Tooltip>
  );
}
