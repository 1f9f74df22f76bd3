import type { ActionState } from '@orrery/contract/resources/base.ts';
import type { OrreryEvent } from '@orrery/contract/resources/event.ts';
import { en } from '../locales/en.ts';
import type { Failure, FailureReason } from './failure.ts';
import type { Translate } from './i18n.ts';
import { intlLocale } from './locale.ts';
import { sentenceOf } from './sentences.ts';

type Refusal = keyof typeof en.server.refusals;
type Place = keyof typeof en.server.places;
type Happened = keyof typeof en.server.happened;

// Codes and types as the contract spells them, as keys of the dictionary.
const keyOf = (code: string): string => code.replaceAll(/[.-]/g, '_');
const isRefusal = (key: string): key is Refusal => key in en.server.refusals;
const isPlace = (key: string): key is Place => key in en.server.places;
const isHappened = (key: string): key is Happened => key in en.server.happened;

/** What the server says, in the reader's language where that has words for it; English readers get the server's own. */
export function serverWords(text: string): string;
export function serverWords(text: string | null | undefined): string | null | undefined;
export function serverWords(text: string | null | undefined) {
  return text ? (sentenceOf(text) ?? text) : text;
}

/** The same with a code: it has a general word where the exact sentence has none; what has neither stays as it is. */
export function textOfCode(t: Translate, code: string | undefined, words: string): string {
  const key = keyOf(code ?? '');
  if (intlLocale() === 'en') return words;
  return sentenceOf(words) ?? (isRefusal(key) ? t(`server.refusals.${key}`) : words);
}

export const reasonWords = (t: Translate, { code, message }: FailureReason): string =>
  sentenceOf(message) ?? withFigures(t, textOfCode(t, code, message), message);

/** Why a host does not take an instance: by the filter that refused, or the code of its refusal. */
export function placeWords(t: Translate, code: string, message: string): string {
  const key = keyOf(code);
  if (intlLocale() === 'en') return message;
  return sentenceOf(message) ?? (isPlace(key) ? withFigures(t, t(`server.places.${key}`), message) : message);
}

/** Figures are what a reason is about: then the server's own words stay beside the meaning of its code. */
const withFigures = (t: Translate, said: string, message: string): string =>
  said !== message && /\b\d+\b/.test(message) ? t('server.withFigures', { said, message }) : said;

/** Why an operation failed. What its back end said stands beside what its code means: it may be all that helps. */
export function errorWords(t: Translate, { code, message }: { code: string; message: string }): string {
  const said = textOfCode(t, code, message);
  return said === message || sentenceOf(message) !== undefined
    ? said
    : t('server.withFigures', { said, message });
}

type FailureWords = { title: string; detail: string | undefined; reasons: readonly string[] };

/** A failure in the reader's language, as far as its codes have words in it. */
export function failureWords(t: Translate, failure: Failure): FailureWords {
  const { code, title, detail, reasons = [] } = failure;
  // One reason is often the title or the detail again.
  const own = reasons.filter(({ message }) => message !== title && message !== detail);
  const again = reasons.find(({ message }) => message === detail);
  return {
    title: textOfCode(t, code, title),
    detail: again ? reasonWords(t, again) : (serverWords(detail) ?? undefined),
    reasons: own.map(reason => reasonWords(t, reason)),
  };
}

/** Why an action is refused, or undefined where it is not. */
export function refusalOf(t: Translate, { allowed, code, reason }: ActionState): string | undefined {
  return allowed ? undefined : textOfCode(t, code, reason ?? '');
}

/** What happened, to whom: `instance.move-failed` is a kind and what became of it. */
export function eventText(t: Translate, { type, targetName, message }: OrreryEvent): string {
  const happened = keyOf(type.slice(type.indexOf('.') + 1));
  const said = sentenceOf(message);
  if (said !== undefined)
    return targetName !== null && !said.includes(targetName) ? `${targetName}：${said}` : said;
  if (intlLocale() !== 'en' && targetName !== null && isHappened(happened)) {
    return t('server.event', { name: targetName, happened: t(`server.happened.${happened}`) });
  }
  // Some back ends say only what, not to whom.
  return targetName !== null && !message.includes(targetName) ? `${targetName}: ${message}` : message;
}
