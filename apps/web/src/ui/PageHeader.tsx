import type { ReactNode } from 'react';
import { formatCount } from '../lib/units.ts';
import { Breadcrumbs, type Crumb } from './Breadcrumbs.tsx';

type PageHeaderProps = {
  title: string;
  crumbs?: readonly Crumb[];
  /** How many there are; it may tick. */
  count?: number | undefined;
  /** Status, age, where it runs: one line under the title. */
  meta?: ReactNode;
  /** The one or two things people want now, then ⋯. */
  actions?: ReactNode;
};

export function PageHeader({ title, crumbs, count, meta, actions }: PageHeaderProps) {
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 px-6 pt-5 pb-3 max-md:px-4 max-md:pt-3">
      <title>{`${title} · Orrery`}</title>
      {/* On a narrow screen the actions go below: a title is not squeezed to a letter. */}
      <div className="min-w-0 flex-[1_1_12rem]">
        {crumbs && crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
        {/* Focused by the shell after navigation, so that a screen reader starts at the new page. */}
        <h1
          tabIndex={-1}
          data-page-title
          className="truncate text-20 font-semibold tracking-[-0.01em] outline-none"
        >
          {title}
          {count !== undefined && (
            <span className="tabular ml-2 text-16 font-normal text-muted">{formatCount(count)}</span>
          )}
        </h1>
        {meta && (
          <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-muted">{meta}</div>
        )}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
