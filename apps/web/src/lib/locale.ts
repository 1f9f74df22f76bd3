export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A language is named in itself, so that whoever reads it finds it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

let current: Language = 'en';

/** The locale for `Intl`. Kept outside React so that pure formatters need no parameter for it. */
export function intlLocale(): Language {
  return current;
}

export function setIntlLocale(language: Language): void {
  current = language;
}
