import { useGo } from '../components/use-go.ts';
import { useT } from '../lib/i18n.ts';
import { preferencesStore, setPreferences } from '../lib/preferences.ts';
import { type Shortcut, useShortcuts } from '../lib/shortcuts.ts';
import type { NavSection } from './nav.ts';
import { dialogStore } from './shell-state.ts';

/** Keys of the frame; `g` and a letter for pages that name one. */
export function useShellShortcuts(sections: readonly NavSection[]): void {
  const t = useT();
  const go = useGo();
  const group = t('shell.keyboardGeneral');
  const toggleRail = () => setPreferences({ railCollapsed: !preferencesStore.get().railCollapsed });
  const pages: Shortcut[] = sections
    .flatMap(section => section.entries)
    .flatMap(({ keys, label, path }) =>
      keys ? [{ keys, label: t(label), group: t('shell.goTo'), run: () => go(path) }] : [],
    );
  useShortcuts([
    { keys: 'mod+k', label: t('shell.openPalette'), group, run: () => dialogStore.set('palette') },
    { keys: '/', label: t('shell.focusQuery'), group, run: focusQuery },
    { keys: '?', label: t('shell.keyboard'), group, run: () => dialogStore.set('keyboard') },
    { keys: '[', label: t('shell.toggleNav'), group, run: toggleRail },
    ...pages,
  ]);
}

/** The page's own query if it has one, the palette otherwise. */
function focusQuery(): void {
  const query = document.querySelector<HTMLElement>('[data-query]');
  if (query) query.focus();
  else dialogStore.set('palette');
}
