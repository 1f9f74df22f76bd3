import type { ActionState } from '@orrery/contract/resources/base.ts';
import type { OrreryEvent } from '@orrery/contract/resources/event.ts';
import { en } from '../locales/en.ts';
import type { Translate } from './i18n.ts';
import { intlLocale } from './locale.ts';

type Refusal = keyof typeof en.server.refusals;
type Happened = keyof typeof en.server.happened;

// Codes and types as the contract spells them, as keys of the dictionary.
const keyOf = (code: string): string => code.replaceAll(/[.-]/g, '_');
const isRefusal = (key: string): key is Refusal => key in en.server.refusals;
const isHappened = (key: string): key is Happened => key in en.server.happened;

/** The server speaks English, exactly. Another language says what the stable code means; what has no word stays as it is. */
export function textOfCode(t: Translate, code: string | undefined, words: string): string {
  const key = keyOf(code ?? '');
  return intlLocale() === 'en' || !isRefusal(key) ? words : t(`server.refusals.${key}`);
}

/** Why an action is refused, or undefined where it is not. */
export function refusalOf(t: Translate, { allowed, code, reason }: ActionState): string | undefined {
  return allowed ? undefined : textOfCode(t, code, reason ?? '');
}

/** What happened, to whom: `instance.move-failed` is a kind and what became of it. */
export function eventText(t: Translate, { type, targetName, message }: OrreryEvent): string {
  const happened = keyOf(type.slice(type.indexOf('.') + 1));
  if (intlLocale() !== 'en' && targetName !== null && isHappened(happened)) {
    return t('server.event', { name: targetName, happened: t(`server.happened.${happened}`) });
  }
  // Some back ends say only what, not to whom.
  return targetName !== null && !message.includes(targetName) ? `${targetName}: ${message}` : message;
}
