import { type Preferences, preferencesStore } from './preferences.ts';

export type Appearance = { scheme: 'light' | 'dark'; contrast: 'normal' | 'more' };
type SystemSettings = { dark: boolean; moreContrast: boolean };

/** "High contrast" follows the system's light or dark and strengthens it. Same rule as public/appearance.js. */
export function resolveAppearance(theme: Preferences['theme'], system: SystemSettings): Appearance {
  const dark = theme === 'dark' || (theme !== 'light' && system.dark);
  const more = theme === 'contrast' || system.moreContrast;
  return { scheme: dark ? 'dark' : 'light', contrast: more ? 'more' : 'normal' };
}

/** Keeps <html> in step with preferences and system settings. Returns a stop function. */
export function applyAppearance(): () => void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const contrast = window.matchMedia('(prefers-contrast: more)');
  const apply = () => {
    const { theme, density, language } = preferencesStore.get();
    const root = document.documentElement;
    const resolved = resolveAppearance(theme, { dark: dark.matches, moreContrast: contrast.matches });
    root.dataset.scheme = resolved.scheme;
    root.dataset.contrast = resolved.contrast;
    root.dataset.density = density;
    root.lang = language;
    for (const listener of listeners) listener();
  };
  apply();
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  const unsubscribe = preferencesStore.subscribe(apply);
  return () => {
    dark.removeEventListener('change', apply);
    contrast.removeEventListener('change', apply);
    unsubscribe();
  };
}

const listeners = new Set<() => void>();

/** Canvas drawings read token colours once and again when this fires. */
export function onAppearanceChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
