import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import type { Translate } from '../lib/i18n.ts';
import type { Fact } from '../ui/KeyValueList.tsx';
import { TextLink } from '../ui/Link.tsx';
import { listPath } from './paths.ts';

type Standing = {
  kind: ResourceKind;
  datacenter?: string | null | undefined;
  folder?: string | null | undefined;
  resourcePool?: string | null | undefined;
};

const FIELDS = [
  ['datacenter', 'datacenter'],
  ['folder', 'folder'],
  ['resourcePool', 'resourcepool'],
] as const;

/** Where it stands in an order of the back end's own, each leading to what stands there, too. None where it has none. */
export const standingFacts = (t: Translate, of: Standing): Fact[] =>
  FIELDS.flatMap(([name, field]) => {
    const value = of[name];
    if (!value) return [];
    const href = listPath(of.kind, `${field}:${quoteIfNeeded(value)}`);
    return [{ label: t(`fields.${name}`), value: <TextLink href={href}>{value}</TextLink> }];
  });
