import { plainWord } from '../../components/actions/action-words.ts';
import type { Translate } from '../../lib/i18n.ts';
import { en } from '../../locales/en.ts';

export const areas = [
  'inventory',
  'metrics',
  'instance',
  'snapshot',
  'cluster',
  'host',
  'volume',
  'storage-pool',
  'network',
  'image',
  'recommendation',
  'alarm',
  'other',
] as const;
type Area = (typeof areas)[number];
type Special = keyof typeof en.backends.capabilities;

const isSpecial = (name: string): name is Special => name in en.backends.capabilities;

/** What a capability is about: the part of its name before the dot. */
export function areaOf(name: string): Area {
  const kind = name.split('.')[0];
  return areas.find(area => area === kind) ?? 'other';
}

/** A capability in words: its own, or the verb of the action that it is. */
export function capabilityWord(t: Translate, name: string): string {
  const key = name.replace('.', '_');
  if (isSpecial(key)) return t(`backends.capabilities.${key}`);
  return plainWord(t, name.slice(name.indexOf('.') + 1));
}
