import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = {
  icon?: LucideIcon;
  title: string;
  /** What to do next, in a sentence. */
  text?: ReactNode;
  /** The button that does it. */
  action?: ReactNode;
};

export function EmptyState({ icon: Icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-14 text-center">
      {Icon && <Icon aria-hidden className="mb-1 size-6 text-subtle" strokeWidth={1.5} />}
      <p className="text-14 font-semibold">{title}</p>
      {text && <p className="text-13 text-muted">{text}</p>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
