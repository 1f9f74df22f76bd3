import { type ReactNode, useId } from 'react';
import { cn } from '../lib/cn.ts';

type CardProps = {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  flush?: boolean;
};

/** A bordered section with a heading. `flush` lets a table or a list touch the border. */
export function Card({ title, actions, children, className, flush = false }: CardProps) {
  const titleId = useId();
  return (
    <section
      {...(title ? { 'aria-labelledby': titleId } : {})}
      className={cn('min-w-0 overflow-hidden rounded-lg border bg-surface', className)}
    >
      {title && (
        <header className="flex h-11 items-center gap-2 border-b pr-2 pl-4">
          <h2 id={titleId} className="min-w-0 flex-1 truncate text-13 font-semibold">
            {title}
          </h2>
          {actions}
        </header>
      )}
      <div className={flush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}
