import type { NameOf } from '../query/fields.ts';
import type { Store } from './store.ts';
import type { StoredResource } from './types.ts';

/** Names of what is in the store and may be seen. */
export const namesIn =
  <R extends StoredResource>(
    store: Pick<Store<R>, 'get'>,
    { sees, nameOf }: { sees: (resource: R) => boolean; nameOf: (resource: R) => string },
  ): NameOf =>
  (kind, id) => {
    const held = store.get(kind, id);
    return held !== undefined && sees(held) ? nameOf(held) : undefined;
  };
