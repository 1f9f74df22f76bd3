import { createStore, useStore } from './store.ts';
import { LANGUAGES, type Language } from './locale.ts';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export const DENSITIES = ['normal', 'compact'] as const;
export type Theme = (typeof THEMES)[number];
export type Density = (typeof DENSITIES)[number];

/** What a person chose for this browser. Columns are keyed by the table they belong to. */
export type Preferences = {
  theme: Theme;
  density: Density;
  language: Language;
  railCollapsed: boolean;
  columns: Record<string, ColumnPreferences>;
};

export type ColumnPreferences = { order: string[]; hidden: string[]; widths: Record<string, number> };

// public/appearance.js reads the same key before the first paint.
const STORAGE_KEY = 'orrery.preferences';

export function defaultPreferences(browserLanguage: string): Preferences {
  return {
    theme: 'system',
    density: 'normal',
    language: /^zh/i.test(browserLanguage) ? 'zh-CN' : 'en',
    railCollapsed: false,
    columns: {},
  };
}

/** Accepts whatever an older or newer version stored; keeps what is understood. */
export function parsePreferences(stored: unknown, fallback: Preferences): Preferences {
  if (!isRecord(stored)) return fallback;
  return {
    theme: oneOf(THEMES, stored.theme) ?? fallback.theme,
    density: oneOf(DENSITIES, stored.density) ?? fallback.density,
    language: oneOf(LANGUAGES, stored.language) ?? fallback.language,
    railCollapsed: stored.railCollapsed === true,
    columns: isRecord(stored.columns) ? parseColumns(stored.columns) : {},
  };
}

function parseColumns(stored: Record<string, unknown>): Record<string, ColumnPreferences> {
  const columns: Record<string, ColumnPreferences> = {};
  for (const [table, value] of Object.entries(stored)) {
    if (!isRecord(value)) continue;
    columns[table] = {
      order: strings(value.order),
      hidden: strings(value.hidden),
      widths: isRecord(value.widths) ? numbers(value.widths) : {},
    };
  }
  return columns;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find(candidate => candidate === value);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(entry => typeof entry === 'string') : [];
}

function numbers(value: Record<string, unknown>): Record<string, number> {
  const kept: Record<string, number> = {};
  for (const [key, entry] of Object.entries(value)) if (typeof entry === 'number') kept[key] = entry;
  return kept;
}

function read(): Preferences {
  const fallback = defaultPreferences(typeof navigator === 'undefined' ? 'en' : navigator.language);
  try {
    const text = globalThis.localStorage?.getItem(STORAGE_KEY);
    return text ? parsePreferences(JSON.parse(text), fallback) : fallback;
  } catch {
    // Storage can be refused (private window, policy): preferences then last as long as the page.
    return fallback;
  }
}

export const preferencesStore = createStore<Preferences>(read());

export function setPreferences(change: Partial<Preferences>): void {
  preferencesStore.set(previous => ({ ...previous, ...change }));
  try {
    globalThis.localStorage?.setItem(STORAGE_KEY, JSON.stringify(preferencesStore.get()));
  } catch {
    // See read(): not being able to store is no reason to refuse the change.
  }
}

export function usePreferences(): Preferences {
  return useStore(preferencesStore);
}
