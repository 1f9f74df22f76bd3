import type { RowsQuery } from '@orrery/client/live/live-rows.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { MAX_BULK } from './selected-ids.ts';
import { orrery } from './orrery.ts';

/** Ids at places `first` to `last` (inclusive) of a query, also of rows that are not loaded. */
export async function idsBetween(
  query: RowsQuery<ResourceKind>,
  { first, last }: { first: number; last: number },
): Promise<string[]> {
  const { topic, q = '', sort, project } = query;
  const ids: string[] = [];
  let place = 0;
  for await (const row of orrery.each(topic, {
    q,
    limit: MAX_BULK,
    ...(sort ? { sort } : {}),
    ...(project ? { project } : {}),
  })) {
    if (place > last) break;
    if (place >= first) ids.push(row.id);
    place += 1;
  }
  return ids;
}
