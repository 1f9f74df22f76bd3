import { ChevronLeft } from 'lucide-react';
import { useT } from '../lib/i18n.ts';
import { Link } from './Link.tsx';

export type Crumb = { label: string; href: string };

/** The way up. The page's own name is its heading, not a crumb. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useT();
  return (
    <nav aria-label={t('ui.breadcrumbs')}>
      <ol className="flex min-w-0 items-center gap-2 text-12 text-muted">
        {crumbs.map(crumb => (
          <li key={crumb.href} className="flex items-center gap-0.5">
            <ChevronLeft aria-hidden className="-ml-1 size-3.5" />
            <Link href={crumb.href} className="rounded-sm hover:text-text hover:underline">
              {crumb.label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
