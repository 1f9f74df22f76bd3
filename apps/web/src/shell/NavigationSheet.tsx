import { useT } from '../lib/i18n.ts';
import { useStore } from '../lib/store.ts';
import { SideSheet } from '../ui/SideSheet.tsx';
import type { NavSection } from './nav.ts';
import { NavList } from './NavList.tsx';
import { dialogStore, openChange } from './shell-state.ts';

/** The rail of narrow screens. */
export function NavigationSheet({ sections }: { sections: readonly NavSection[] }) {
  const t = useT();
  const open = useStore(dialogStore) === 'navigation';
  const close = openChange('navigation');
  return (
    <SideSheet open={open} onOpenChange={close} title={t('shell.product')} side="start">
      <nav aria-label={t('shell.mainNav')}>
        <NavList sections={sections} onNavigate={() => close(false)} />
      </nav>
    </SideSheet>
  );
}
