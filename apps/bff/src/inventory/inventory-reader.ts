import { createHash } from 'node:crypto';
import type { MetricSeries } from '@orrery/contract/http/bodies.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource, ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { Viewer } from '../authz/viewer.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { InventoryService } from './inventory-service.ts';
import type { InventoryReader, ListRequest, Page } from './reader.ts';
import { row, rows } from './resource-row.ts';
import { selectRows } from './select-rows.ts';

const defaultLimit = 100;

/** Reads for single requests. Live views go through live queries, which never look at every row. */
export function createInventoryReader(inventory: InventoryService): InventoryReader {
  const { store, presenter, history, runtime } = inventory;
  const get = <K extends ResourceKind>(viewer: Viewer, kind: K, id: string): ResourceTypes[K] | undefined => {
    const held = row(store, kind, id);
    return held !== undefined && viewer.scope.sees(held) ? presentAs(viewer, held) : undefined;
  };
  const presentAs = <R extends Resource>(viewer: Viewer, held: R): R => presenter.present(viewer, held);
  return {
    get,
    present: presentAs,
    list: (viewer, kind, request) => {
      const { q = '', sort = 'name' } = request;
      const found = selectRows(kind, rows(store, kind), { viewer, q, sort, now: runtime.now() });
      const page = pageOf(found, { ...request, of: listName([kind, q, sort]) });
      // The revision counts everybody's changes: that is not a tenant's to know.
      const revision = viewer.scope.fleet ? store.revision : 0;
      return { ...page, revision, items: page.items.map(held => presenter.present(viewer, held, 'list')) };
    },
    metrics: (viewer, { kind, id, minutes }): MetricSeries | undefined => {
      if (get(viewer, kind, id) === undefined) return undefined;
      return history.series(id, { nowMs: runtime.now(), minutes });
    },
  };
}

/** Names a list in its cursors, in few characters. */
const listName = (asked: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 16);

function pageOf<R extends Resource>(
  found: readonly R[],
  { limit = defaultLimit, cursor, of }: ListRequest & { of: string },
): Omit<Page<R>, 'revision'> {
  const start = cursor === undefined ? 0 : placeAfter(found, readCursor(cursor, of));
  const items = found.slice(start, start + limit);
  const last = items.at(-1);
  const more = last !== undefined && start + items.length < found.length;
  const nextCursor = more ? writeCursor({ after: last.id, place: start + items.length, of }) : null;
  return { items, total: found.length, nextCursor };
}

function placeAfter(found: readonly Resource[], { after, place }: { after: string; place: number }): number {
  const index = found.findIndex(({ id }) => id === after);
  return index < 0 ? Math.min(place, found.length) : index + 1;
}
