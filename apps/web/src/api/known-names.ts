import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from './orrery.ts';

/** As many as are offered at once. */
const MOST = 12;
/** A pause in typing: nobody wants the names for the middle of a word. */
const SETTLE_MS = 80;
const FRESH_MS = 10_000;

export type NamesAsked = { kind: ResourceKind; typed: string };

type Look<R> = (kind: ResourceKind, q: string) => Promise<readonly R[]>;

/** Things whose name begins with what is typed, then those that have it elsewhere in their name. */
export async function findNamed<R extends { id: string }>(
  { kind, typed }: NamesAsked,
  look: Look<R>,
): Promise<readonly R[]> {
  const part = quoteIfNeeded(typed.trim());
  if (typed.trim() === '') return look(kind, '');
  const first = await look(kind, `name:${part}*`);
  if (first.length >= MOST) return first;
  const known = new Set(first.map(({ id }) => id));
  const others = await look(kind, `name:*${part}*`);
  return [...first, ...others.filter(({ id }) => !known.has(id))].slice(0, MOST);
}

const settled = (signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, SETTLE_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('Something else is typed by now', 'AbortError'));
    });
  });

const NONE: readonly Resource[] = [];

/** What of a kind has such a name, as far as this person may see it. Those found before stay until others are. */
export function useKnownNames(asked: NamesAsked | undefined): readonly Resource[] {
  const kind = asked?.kind;
  const { data } = useQuery({
    queryKey: ['known-names', kind, asked?.typed.trim()],
    queryFn: async ({ signal }) => {
      if (!asked) return NONE;
      await settled(signal);
      return findNamed(asked, async (of, q) => {
        const { items } = await orrery.list(of, { q, sort: 'name', limit: MOST }, signal);
        return items;
      });
    },
    enabled: asked !== undefined,
    staleTime: FRESH_MS,
    retry: false,
    placeholderData: (before, query) => (query?.queryKey[1] === kind ? before : undefined),
  });
  return data ?? NONE;
}
