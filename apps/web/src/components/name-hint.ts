import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { KnownValue } from '@orrery/inventory/query/complete.ts';
import { en } from '../locales/en.ts';
import type { Translate } from '../lib/i18n.ts';
import { statusWord } from '../lib/status-word.ts';

/** Each name once, with what it is the name of: several things may have the same, and a query asks for all of them. */
export function namedValues(t: Translate, found: readonly Resource[]): KnownValue[] {
  const named = Map.groupBy(found, ({ name }) => name);
  return [...named].map(([value, things]) => ({ value, detail: hintOf(t, things) }));
}

function hintOf(t: Translate, things: readonly Resource[]): string {
  const [first] = things;
  if (first === undefined) return '';
  const kind = t(`audit.kinds.${first.kind}`);
  const more = things.length > 1 ? t('lists.sameName', { count: things.length }) : factOf(t, first);
  return more ? `${kind} · ${more}` : kind;
}

const isBackendKind = (kind: string): kind is keyof typeof en.backends.kinds => kind in en.backends.kinds;

/** What tells it from others of its kind. */
function factOf(t: Translate, thing: Resource): string | null | undefined {
  switch (thing.kind) {
    case 'project':
      return thing.description;
    case 'host':
      return thing.clusterName;
    case 'image':
      return thing.os ?? thing.format;
    case 'network':
      return thing.cidrs[0];
    case 'storage-pool':
      return thing.type;
    case 'backend':
      return isBackendKind(thing.backendKind) ? t(`backends.kinds.${thing.backendKind}`) : thing.backendKind;
    default:
      return statusWord(t, thing.status);
  }
}
