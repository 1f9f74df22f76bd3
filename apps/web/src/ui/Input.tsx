import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

type InputProps = ComponentProps<'input'> & {
  icon?: LucideIcon;
  /** A unit or a key hint at the end of the field. */
  suffix?: ReactNode;
};

export function Input({ icon: Icon, suffix, className, ...rest }: InputProps) {
  const input = <input {...rest} className={cn('field', Icon && 'pl-8', suffix && 'pr-12', className)} />;
  if (!Icon && !suffix) return input;
  return (
    <span className="relative block">
      {Icon && (
        <Icon
          aria-hidden
          className="pointer-events-none absolute top-2 left-2.5 size-4 text-subtle"
          strokeWidth={1.75}
        />
      )}
      {input}
      {suffix && (
        <span className="absolute inset-y-0 right-2.5 flex items-center text-12 text-muted">{suffix}</span>
      )}
    </span>
  );
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={cn('field min-h-20 py-1.5', className)} />;
}
