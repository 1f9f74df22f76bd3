import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en, type Messages } from '../locales/en.ts';
import { type Language, setIntlLocale } from './locale.ts';
import { preferencesStore } from './preferences.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
  }
}

/** Every language but English is its own chunk, fetched when it is chosen. */
const loaders: Record<Exclude<Language, 'en'>, () => Promise<unknown>> = {
  'zh-CN': async () => (await import('../locales/zh-CN.ts')).zhCN,
};

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await switchLanguage(preferencesStore.get().language);
  let applied = preferencesStore.get().language;
  preferencesStore.subscribe(() => {
    const wanted = preferencesStore.get().language;
    if (wanted === applied) return;
    applied = wanted;
    void switchLanguage(wanted);
  });
}

async function switchLanguage(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await loaders[language]());
  }
  setIntlLocale(language);
  await i18next.changeLanguage(language);
}

/** `const t = useT(); t('ui.close')`: keys are checked by the compiler. */
export function useT() {
  return useTranslation().t;
}

export type Translate = ReturnType<typeof useT>;
/** A key whose text needs no values: what manifests and tables of labels hold. */
export type MessageKey = Exclude<Leaves<Messages>, `${string}_one` | `${string}_other`>;

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
