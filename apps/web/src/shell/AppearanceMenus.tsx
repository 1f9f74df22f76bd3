import { Contrast, Languages, Monitor, Moon, Sun } from 'lucide-react';
import { useT } from '../lib/i18n.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../lib/locale.ts';
import { setPreferences, THEMES, type Theme, usePreferences } from '../lib/preferences.ts';
import { DropdownMenu, MenuChoice } from '../ui/DropdownMenu.tsx';
import { IconButton } from '../ui/IconButton.tsx';

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon, contrast: Contrast } as const;

export function ThemeChoice() {
  const t = useT();
  const { theme } = usePreferences();
  const choices = THEMES.map((value: Theme) => ({ value, label: t(`shell.themes.${value}`) }));
  return (
    <MenuChoice
      label={t('shell.theme')}
      value={theme}
      choices={choices}
      onValueChange={value => setPreferences({ theme: value })}
    />
  );
}

export function LanguageChoice() {
  const t = useT();
  const { language } = usePreferences();
  const choices = LANGUAGES.map(value => ({ value, label: LANGUAGE_NAMES[value] }));
  return (
    <MenuChoice
      label={t('shell.language')}
      value={language}
      choices={choices}
      onValueChange={value => setPreferences({ language: value })}
    />
  );
}

export function ThemeMenu() {
  const t = useT();
  const { theme } = usePreferences();
  return (
    <DropdownMenu trigger={<IconButton icon={THEME_ICONS[theme]} label={t('shell.theme')} />}>
      <ThemeChoice />
    </DropdownMenu>
  );
}

export function LanguageMenu() {
  const t = useT();
  return (
    <DropdownMenu trigger={<IconButton icon={Languages} label={t('shell.language')} />}>
      <LanguageChoice />
    </DropdownMenu>
  );
}
