import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from './orrery.ts';

// Rows that are drawn together ask within one turn of the loop.
const SETTLE_MS = 10;
/** Things are renamed seldom, and a name that is a minute old still finds its thing. */
const FRESH_MS = 60_000;
/** An address has to stay shorter than what servers take; ids are up to about 80 letters. */
const MOST_AT_ONCE = 50;

type Names = ReadonlyMap<string, string>;
type Batch = { ids: Set<string>; names: Promise<Names> };

/** Looks names up together: one request for all that is asked of a kind at about the same time. */
export class NameBatches {
  readonly #look: (kind: ResourceKind, ids: readonly string[]) => Promise<Names>;
  readonly #open = new Map<ResourceKind, Batch>();

  constructor(look: (kind: ResourceKind, ids: readonly string[]) => Promise<Names>) {
    this.#look = look;
  }

  /** Null where there is none of that id, or it is not ours to see. */
  async nameOf(kind: ResourceKind, id: string): Promise<string | null> {
    let batch = this.#open.get(kind);
    if (!batch || batch.ids.size >= MOST_AT_ONCE) {
      batch = this.#begin(kind);
      this.#open.set(kind, batch);
    }
    batch.ids.add(id);
    return (await batch.names).get(id) ?? null;
  }

  #begin(kind: ResourceKind): Batch {
    const ids = new Set<string>();
    const names = new Promise<void>(resolve => setTimeout(resolve, SETTLE_MS)).then(() => {
      if (this.#open.get(kind)?.ids === ids) this.#open.delete(kind);
      return this.#look(kind, [...ids]);
    });
    return { ids, names };
  }
}

const batches = new NameBatches(async (kind, ids) => {
  const { items } = await orrery.list(kind, {
    q: `id:${ids.map(quoteIfNeeded).join(',')}`,
    limit: ids.length,
  });
  return new Map(items.map(item => [item.id, item.name]));
});

/** The name of what a row has only the id of; undefined until it is known, and where nobody knows it. */
export function useNameOf(kind: ResourceKind | null, id: string | null): string | undefined {
  const { data } = useQuery({
    queryKey: ['name', kind, id],
    queryFn: () => (kind && id ? batches.nameOf(kind, id) : null),
    enabled: kind !== null && id !== null,
    staleTime: FRESH_MS,
  });
  return data ?? undefined;
}
