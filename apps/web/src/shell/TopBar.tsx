import { Menu, Search } from 'lucide-react';
import { useSession } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { Badge } from '../ui/Badge.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { LanguageMenu, ThemeMenu } from './AppearanceMenus.tsx';
import { ConnectionIndicator } from './ConnectionIndicator.tsx';
import { OperationsTray } from './OperationsTray.tsx';
import { ProjectSwitcher } from './ProjectSwitcher.tsx';
import { dialogStore } from './shell-state.ts';

export function TopBar() {
  const t = useT();
  const session = useSession();
  return (
    <header
      data-frame
      className="flex h-12 shrink-0 items-center gap-1 border-b bg-surface pr-3 pl-4 max-md:pl-2"
    >
      <span className="md:hidden">
        <IconButton icon={Menu} label={t('shell.openNav')} onClick={() => dialogStore.set('navigation')} />
      </span>
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <ProjectSwitcher />
        {session?.demo && <Badge tone="busy">{t('shell.demo')}</Badge>}
      </div>
      <PaletteButton />
      <div className="flex flex-1 items-center justify-end gap-0.5 max-md:flex-none">
        <ConnectionIndicator />
        <OperationsTray />
        <span className="flex gap-0.5 max-md:hidden">
          <ThemeMenu />
          <LanguageMenu />
        </span>
        <AccountMenu />
      </div>
    </header>
  );
}

function PaletteButton() {
  const t = useT();
  const open = () => dialogStore.set('palette');
  return (
    <>
      <button
        type="button"
        onClick={open}
        className="flex h-8 w-full max-w-md min-w-0 shrink items-center gap-2 rounded-md border bg-bg px-2.5 text-13 text-muted hover:border-control max-md:hidden"
      >
        <Search aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        <span className="min-w-0 flex-1 truncate text-left">{t('shell.search')}</span>
        <Kbd keys="mod+k" />
      </button>
      <span className="md:hidden">
        <IconButton icon={Search} label={t('shell.search')} onClick={open} />
      </span>
    </>
  );
}
