import { Languages, SunMoon } from 'lucide-react';
import { LANGUAGE_NAMES, LANGUAGES } from '../../lib/locale.ts';
import { setPreferences, THEMES, usePreferences } from '../../lib/preferences.ts';
import { DropdownMenu, MenuChoice } from '../../ui/DropdownMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';

export function ThemeMenu() {
  const { theme } = usePreferences();
  return (
    <DropdownMenu trigger={<IconButton icon={SunMoon} label="Theme" />}>
      <MenuChoice
        label="Theme"
        value={theme}
        choices={THEMES.map(value => ({ value, label: value }))}
        onValueChange={value => setPreferences({ theme: value })}
      />
    </DropdownMenu>
  );
}

export function LanguageMenu() {
  const { language } = usePreferences();
  return (
    <DropdownMenu trigger={<IconButton icon={Languages} label="Language" />}>
      <MenuChoice
        label="Language"
        value={language}
        choices={LANGUAGES.map(value => ({ value, label: LANGUAGE_NAMES[value] }))}
        onValueChange={value => setPreferences({ language: value })}
      />
    </DropdownMenu>
  );
}
