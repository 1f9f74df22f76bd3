import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSession } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import type { NavEntry } from '../lib/feature.ts';
import { cn } from '../lib/cn.ts';
import { Link } from '../ui/Link.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { isCurrent, type NavSection } from './nav.ts';

type NavListProps = { sections: readonly NavSection[]; collapsed?: boolean; onNavigate?: () => void };

export function NavList({ sections, collapsed = false, onNavigate }: NavListProps) {
  const t = useT();
  const pathname = useRouterState({ select: state => state.location.pathname });
  // To tenants, their project and settings are no administration.
  const overAll = Boolean(useSession()?.user.role);
  return (
    <div className="scroll-area min-h-0 flex-1 px-2 py-2">
      {sections.map(section => (
        <div key={section.group} className={collapsed ? 'mb-2 border-b pb-2 last:border-b-0' : 'mb-3'}>
          {!collapsed && section.group !== 'overview' && (
            <p className="px-2 pt-1 pb-1 text-12 font-medium text-subtle">
              {section.group === 'admin' && !overAll
                ? t('shell.groups.own')
                : t(`shell.groups.${section.group}`)}
            </p>
          )}
          <ul className="flex flex-col gap-px">
            {section.entries.map(entry => (
              <NavItem
                key={entry.path}
                entry={entry}
                current={isCurrent(entry, pathname)}
                collapsed={collapsed}
                onNavigate={onNavigate}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

type NavItemProps = {
  entry: NavEntry;
  current: boolean;
  collapsed: boolean;
  onNavigate: (() => void) | undefined;
};

function NavItem({ entry, current, collapsed, onNavigate }: NavItemProps) {
  const t = useT();
  const label = t(entry.label);
  const Icon = entry.icon;
  // A rail longer than the window must not hide where one is.
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) item.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <li ref={item}>
      <Tooltip content={label} side="right" disabled={!collapsed}>
        <Link
          href={entry.path}
          aria-current={current ? 'page' : undefined}
          aria-label={collapsed ? label : undefined}
          onClick={onNavigate}
          className={cn(
            // On a low window all of it fits, rather than losing its end below the edge.
            'flex h-8 items-center gap-2.5 rounded-md px-2 text-13 text-muted hover:bg-hover hover:text-text [@media(max-height:60rem)]:h-7',
            current && 'bg-hover font-medium text-text',
            collapsed && 'justify-center px-0',
          )}
        >
          <Icon aria-hidden className={cn('size-4 shrink-0', current && 'text-accent')} strokeWidth={1.75} />
          {!collapsed && <span className="truncate">{label}</span>}
        </Link>
      </Tooltip>
    </li>
  );
}
