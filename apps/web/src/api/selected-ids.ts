import { orrery } from './orrery.ts';
import type { Selection } from '../lib/selection.ts';

/** What one bulk request takes at most (contract: bulkActionSchema). */
export const MAX_BULK = 1_000;

/** The selected ids; "all except" is resolved by asking with the query, page by page. */
export async function selectedIds(selection: Selection, q: string): Promise<{ ids: string[]; cut: boolean }> {
  if (selection.mode === 'some')
    return { ids: [...selection.ids].slice(0, MAX_BULK), cut: selection.ids.size > MAX_BULK };
  const ids: string[] = [];
  for await (const row of orrery.each('instance', { q, limit: MAX_BULK })) {
    if (selection.ids.has(row.id)) continue;
    if (ids.length === MAX_BULK) return { ids, cut: true };
    ids.push(row.id);
  }
  return { ids, cut: false };
}
