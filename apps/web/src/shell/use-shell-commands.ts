import { Keyboard, Languages, LogOut, PanelLeft, Rows3, SunMoon } from 'lucide-react';
import type { PaletteEntry } from '../lib/feature.ts';
import { useT } from '../lib/i18n.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../lib/locale.ts';
import { DENSITIES, setPreferences, THEMES, usePreferences } from '../lib/preferences.ts';
import { dialogStore } from './shell-state.ts';
import { useSignOut } from './use-sign-out.ts';

/** Commands of the frame itself. */
export function useShellCommands(): PaletteEntry[] {
  const t = useT();
  const now = usePreferences();
  const leave = useSignOut();
  return [
    ...THEMES.filter(theme => theme !== now.theme).map(theme => ({
      id: `theme-${theme}`,
      label: `${t('shell.theme')}: ${t(`shell.themes.${theme}`)}`,
      icon: SunMoon,
      run: () => setPreferences({ theme }),
    })),
    ...LANGUAGES.filter(language => language !== now.language).map(language => ({
      id: `language-${language}`,
      label: `${t('shell.language')}: ${LANGUAGE_NAMES[language]}`,
      icon: Languages,
      run: () => setPreferences({ language }),
    })),
    ...DENSITIES.filter(density => density !== now.density).map(density => ({
      id: `density-${density}`,
      label: `${t('ui.table.density')}: ${t(`ui.table.${density}`)}`,
      icon: Rows3,
      run: () => setPreferences({ density }),
    })),
    {
      id: 'rail',
      label: t('shell.toggleNav'),
      icon: PanelLeft,
      run: () => setPreferences({ railCollapsed: !now.railCollapsed }),
    },
    { id: 'keyboard', label: t('shell.keyboard'), icon: Keyboard, run: () => dialogStore.set('keyboard') },
    { id: 'sign-out', label: t('shell.signOut'), icon: LogOut, run: leave },
  ];
}
