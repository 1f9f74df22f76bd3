import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import type { Translate } from '../../lib/i18n.ts';
import { en } from '../../locales/en.ts';

type Verb = Exclude<keyof typeof en.actions, 'confirm' | 'bulk'>;
type Warning = Exclude<keyof typeof en.actions.confirm, 'title'>;

const isVerb = (name: string): name is Verb =>
  name in en.actions && typeof Reflect.get(en.actions, name) === 'string';

/** The verb of an action; one that has no word yet is shown as the API spells it. */
export function actionWord(t: Translate, name: string): string {
  return isVerb(name) ? t(`actions.${name}`) : name;
}

/** The verb without the ellipsis that announces a dialog. */
export const plainWord = (t: Translate, name: string): string => actionWord(t, name).replace(/…$/, '');

const WARNINGS: Partial<Record<`${ResourceKind}.${string}`, Warning>> = {
  'instance.stop': 'stop',
  'instance.forceStop': 'forceStop',
  'instance.reboot': 'reboot',
  'instance.reset': 'reset',
  'instance.discardSavedState': 'discardSavedState',
  'instance.delete': 'delete',
  'snapshot.revert': 'revert',
  'snapshot.delete': 'deleteSnapshot',
  'volume.delete': 'deleteVolume',
  'storage-pool.stop': 'stopPool',
  'network.stop': 'stopNetwork',
};

/** What is lost, for an action that loses something. */
export function warningOf(t: Translate, kind: ResourceKind, action: string): string | undefined {
  const key = WARNINGS[`${kind}.${action}`];
  return key && t(`actions.confirm.${key}`);
}

/** How an action asks before it runs. */
export function destructionOf(kind: ResourceKind, action: string): 'no' | 'work' | 'data' {
  const rules: readonly { name: string; destructive: 'no' | 'work' | 'data' }[] =
    resourceRegistry[kind].actions;
  return rules.find(rule => rule.name === action)?.destructive ?? 'no';
}
