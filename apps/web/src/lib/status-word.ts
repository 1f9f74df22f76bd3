import { en } from '../locales/en.ts';
import type { Translate } from './i18n.ts';

/** A status as people say it; one that has no word yet is shown as the API spells it. */
export const statusWord = (t: Translate, status: string): string =>
  isKnown(status) ? t(`status.${status}`) : status;

const isKnown = (status: string): status is keyof typeof en.status => status in en.status;
