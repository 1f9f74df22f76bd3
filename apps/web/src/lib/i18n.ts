import i18next, { type TFunction } from 'i18next';
import { en, type Messages } from '../locales/en.ts';
import { type Language, setIntlLocale } from './locale.ts';
import { preferencesStore } from './preferences.ts';
import { type Phrasebook, setPhrasebook } from './sentences.ts';
import { createStore, useStore } from './store.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
  }
}

/**
 * The translator of the language that is shown. One store instead of react-i18next: its hook keeps state and
 * listeners for each use, and a table uses it in every cell.
 */
const translateStore = createStore<Translate>(i18next.t);

/** Every language but English is its own chunk, fetched when it is chosen. */
const loaders: Record<Exclude<Language, 'en'>, () => Promise<{ words: Messages; phrasebook: Phrasebook }>> = {
  'zh-CN': async () => {
    const [{ zhCN }, { phrasebook }] = await Promise.all([
      import('../locales/zh-CN.ts'),
      import('../locales/zh-CN/phrasebook.ts'),
    ]);
    return { words: zhCN, phrasebook };
  },
};
const phrasebooks = new Map<Language, Phrasebook>();

export async function startI18n(): Promise<void> {
  await i18next.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
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
    const { words, phrasebook } = await loaders[language]();
    i18next.addResourceBundle(language, 'translation', words);
    phrasebooks.set(language, phrasebook);
  }
  setPhrasebook(phrasebooks.get(language) ?? null);
  setIntlLocale(language);
  await i18next.changeLanguage(language);
  translateStore.set(() => remembering(i18next.getFixedT(language)));
}

/** Most words stand alone: those are looked up once. A page asks for hundreds, and a table for one in each cell. */
function remembering(translate: Translate): Translate {
  const words = new Map<unknown, unknown>();
  return new Proxy(translate, {
    apply(target, self, asked: unknown[]) {
      const [key] = asked;
      const known = asked.length === 1 ? words.get(key) : undefined;
      if (known !== undefined) return known;
      const word: unknown = Reflect.apply(target, self, asked);
      if (asked.length === 1) words.set(key, word);
      return word;
    },
  });
}

/** `const t = useT(); t('ui.close')`: keys are checked by the compiler. */
export function useT(): Translate {
  return useStore(translateStore);
}

export type Translate = TFunction;
/** A key whose text needs no values: what manifests and tables of labels hold. */
export type MessageKey = Exclude<Leaves<Messages>, `${string}_one` | `${string}_other`>;

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
