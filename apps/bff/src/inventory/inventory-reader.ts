import { createHash } from 'node:crypto';
import type { MetricSeries } from '@orrery/contract/http/bodies.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource, ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { namesIn } from '@orrery/inventory/store/names-in.ts';
import type { Viewer } from '../authz/viewer.ts';
import { type Cursor, readCursor, writeCursor } from './cursor.ts';
import type { InventoryService } from './inventory-service.ts';
import type { InventoryReader } from './reader.ts';
import { row, rows } from './resource-row.ts';
import { selectRows } from './select-rows.ts';
import { TurnedLists } from './turned-lists.ts';

const defaultLimit = 100;

/** Reads for single requests. Live views go through live queries, which never look at every row. */
export function createInventoryReader(inventory: InventoryService): InventoryReader {
  const { store, presenter, history, runtime } = inventory;
  const turned = new TurnedLists();
  const get = <K extends ResourceKind>(viewer: Viewer, kind: K, id: string): ResourceTypes[K] | undefined => {
    const held = row(store, kind, id);
    return held !== undefined && viewer.scope.sees(held) ? presentAs(viewer, held) : undefined;
  };
  const presentAs = <R extends Resource>(viewer: Viewer, held: R): R => presenter.present(viewer, held);
  return {
    get,
    present: presentAs,
    list: (viewer, kind, request) => {
      const { q = '', sort = 'name', limit = defaultLimit, cursor } = request;
      const name = listName([kind, q, sort]);
      const place = cursor === undefined ? undefined : readCursor(cursor, name);
      const moment = { revision: store.revision, now: runtime.now() };
      const key = `${name} ${viewer.scope.key}`;
      let ids = turned.find(key, moment, place !== undefined);
      if (ids === undefined) {
        const nameOf = namesIn(store, { sees: viewer.scope.sees, nameOf: held => held.name });
        const selection = { viewer, q, sort, now: moment.now, nameOf, ordered: limit > 0 };
        ids = selectRows(kind, rows(store, kind), selection).map(({ id }) => id);
        // One page is the whole list: nobody turns it.
        if (limit > 0 && ids.length > limit) turned.keep(key, ids, moment);
      }
      const { shown, nextCursor } = pageOf(ids, { limit, place, of: name });
      // A row may have gone, or out of sight, since its place was found.
      const held = shown.flatMap(id => row(store, kind, id) ?? []).filter(found => viewer.scope.sees(found));
      const items = held.map(found => presenter.present(viewer, found, { depth: 'list' }));
      // The revision counts everybody's changes: that is not a tenant's to know.
      return { items, total: ids.length, nextCursor, revision: viewer.scope.fleet ? store.revision : 0 };
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

interface Turn {
  limit: number;
  /** Where the page before ended. */
  place: Cursor | undefined;
  of: string;
}

function pageOf(ids: readonly string[], { limit, place, of }: Turn) {
  const start = place === undefined ? 0 : placeAfter(ids, place);
  const shown = ids.slice(start, start + limit);
  const last = shown.at(-1);
  const end = start + shown.length;
  const more = last !== undefined && end < ids.length;
  return { shown, nextCursor: more ? writeCursor({ after: last, place: end, of }) : null };
}

function placeAfter(ids: readonly string[], { after, place }: Cursor): number {
  if (ids[place - 1] === after) return place;
  const index = ids.indexOf(after);
  return index < 0 ? Math.min(place, ids.length) : index + 1;
}
