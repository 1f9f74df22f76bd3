import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { cn } from '../lib/cn.ts';
import { useT } from '../lib/i18n.ts';
import { setPreferences, usePreferences } from '../lib/preferences.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Link } from '../ui/Link.tsx';
import { Logo } from './Logo.tsx';
import type { NavSection } from './nav.ts';
import { NavList } from './NavList.tsx';

/** Beside the page where there is room; narrow screens get the same list as a sheet. */
export function Rail({ sections }: { sections: readonly NavSection[] }) {
  const t = useT();
  const { railCollapsed } = usePreferences();
  return (
    <nav
      aria-label={t('shell.mainNav')}
      className={cn(
        'flex h-full shrink-0 flex-col border-r bg-rail max-md:hidden',
        railCollapsed ? 'w-13' : 'w-53',
      )}
    >
      <div
        className={cn(
          'flex h-12 shrink-0 items-center gap-1 pr-2 pl-4',
          railCollapsed && 'justify-center px-0',
        )}
      >
        <Link
          href="/"
          className="flex min-w-0 flex-1 items-center gap-2.5 rounded-md text-14 font-semibold"
          hidden={railCollapsed}
        >
          <Logo />
          {t('shell.product')}
        </Link>
        <IconButton
          icon={railCollapsed ? PanelLeftOpen : PanelLeftClose}
          size="small"
          label={railCollapsed ? t('shell.expandNav') : t('shell.collapseNav')}
          aria-expanded={!railCollapsed}
          onClick={() => setPreferences({ railCollapsed: !railCollapsed })}
        />
      </div>
      <NavList sections={sections} collapsed={railCollapsed} />
    </nav>
  );
}
