import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { plainWord } from '../../components/actions/action-words.ts';
import type { Translate } from '../../lib/i18n.ts';
import { en } from '../../locales/en.ts';

const isAudited = (name: string): name is keyof typeof en.audited => name in en.audited;
const isKind = (name: string): name is ResourceKind => name in resourceRegistry;
const kindOf = (collection: string) =>
  Object.values(resourceRegistry).find(definition => definition.collection === collection)?.kind;

/**
 * What was asked for, in words. The log has names of the API: `setMember`, `act:instances:start` when an action is
 * asked for, `instance.start` when it has ended, `list:hosts` and `get:hosts` when reading was refused.
 */
export function auditedWord(t: Translate, name: string): string {
  if (isAudited(name)) return t(`audited.${name}`);
  const [verb, collection = '', asked] = name.split(':');
  const kind = kindOf(collection);
  if (kind && verb === 'act' && asked) return plainWord(t, asked, kind);
  if (kind) return t('audit.look', { kind: t(`audit.kinds.${kind}`) });
  const [ended = '', done] = name.split('.');
  return isKind(ended) && done ? plainWord(t, done, ended) : name;
}
