import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import type { Translate } from '../../lib/i18n.ts';
import { en } from '../../locales/en.ts';

type Verb = Exclude<keyof typeof en.actions, 'confirm' | 'bulk'>;
type Warning = Exclude<keyof typeof en.actions.confirm, 'title'>;

const isVerb = (name: string): name is Verb =>
  name in en.actions && typeof Reflect.get(en.actions, name) === 'string';

/** Nothing shuts down in a pool or a network: their verbs go with their status, active and inactive. */
const OTHER_VERBS: Partial<Record<`${ResourceKind}.${string}`, Verb>> = {
  'storage-pool.start': 'activate',
  'storage-pool.stop': 'deactivate',
  'network.start': 'activate',
  'network.stop': 'deactivate',
  'volume.resize': 'growVolume',
  'volume.create': 'make',
  'network.create': 'make',
  'migration.cancel': 'callOff',
};

/** The verb of an action; one that has no word yet is shown as the API spells it. */
export function actionWord(t: Translate, name: string, kind: ResourceKind = 'instance'): string {
  const verb = OTHER_VERBS[`${kind}.${name}`] ?? name;
  return isVerb(verb) ? t(`actions.${verb}`) : verb;
}

const isStep = (name: string): name is keyof typeof en.operations.steps => name in en.operations.steps;

/** A phase of an operation in words; many are named as the action that they belong to. */
export const phaseWord = (t: Translate, name: string, kind: ResourceKind): string =>
  isStep(name) ? t(`operations.steps.${name}`) : plainWord(t, name, kind);

/** The verb without the ellipsis that announces a dialog. */
export const plainWord = (t: Translate, name: string, kind: ResourceKind = 'instance'): string =>
  actionWord(t, name, kind).replace(/…$/, '');

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
  'image.delete': 'deleteImage',
  'storage-pool.stop': 'stopPool',
  'network.stop': 'stopNetwork',
  'network.delete': 'deleteNetwork',
  'migration.startPostCopy': 'startPostCopy',
  'migration.beginAnew': 'beginAnew',
  'instance.detachVolume': 'detachVolume',
  'instance.detachNetwork': 'detachNetwork',
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
