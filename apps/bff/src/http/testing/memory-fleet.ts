import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { Resource, ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { may } from '../../authz/principal.ts';
import type { Viewer } from '../../authz/viewer.ts';
import type { Backends } from '../../backends/api.ts';
import { RequestError } from '../../errors/request-error.ts';
import { actionsOf, type BackendFacts, refusalOf, rulesOf } from '../../inventory/actions-of.ts';
import type { InventoryPublisher, InventoryReader } from '../../inventory/reader.ts';
import type { ActionCall, Operations } from '../../operations/api.ts';
import { anOperation } from './samples.ts';

export interface MemoryFleet {
  reader: InventoryReader & InventoryPublisher;
  operations: Operations;
  backends: Backends;
}

/**
 * The fleet behind the routes, without providers: rows in a map, seen through the real scopes, and acted on by the
 * real rules of who may.
 */
export function createMemoryFleet(facts: BackendFacts): MemoryFleet {
  const rows = new Map<string, Resource>();
  const keyOf = (kind: ResourceKind, id: string) => `${kind}/${id}`;
  const show = (viewer: Viewer, row: Resource): Resource => ({
    ...viewer.scope.conceal(row),
    actions: actionsOf(row, { principal: viewer.principal, backends: facts }),
  });
  const stored = (viewer: Viewer, kind: ResourceKind, id: string): Resource => {
    const row = rows.get(keyOf(kind, id));
    if (!row || !viewer.scope.sees(row)) throw new RequestError('resource.not-found', 'There is none');
    return row;
  };
  const get: InventoryReader['get'] = (viewer, kind, id) => {
    const row = rows.get(keyOf(kind, id));
    if (!row || !viewer.scope.sees(row)) return undefined;
    // The key holds the kind, and rows are published under their own.
    return show(viewer, row) as ResourceTypes[typeof kind];
  };
  const decide = (viewer: Viewer, { kind, id, action }: Pick<ActionCall, 'kind' | 'id' | 'action'>) => {
    const row = stored(viewer, kind, id);
    const rule = rulesOf(kind).find(candidate => candidate.name === action);
    if (!rule) throw new RequestError('action.unknown', 'There is no such action');
    const refusal = refusalOf(rule, row, { principal: viewer.principal, backends: facts });
    if (refusal?.cause === 'permission') throw new RequestError('permission.denied', refusal.reason);
    if (refusal) throw new RequestError('action.refused', refusal.reason);
    return row;
  };
  const submitted = (viewer: Viewer, call: Pick<ActionCall, 'kind' | 'id' | 'action'>): Operation => {
    const row = decide(viewer, call);
    return anOperation({ target: row.id, targetKind: row.kind, action: call.action, project: row.project });
  };
  return {
    reader: {
      list: (viewer, kind, { limit = 100 }) => {
        const seen = [...rows.values()].filter(row => row.kind === kind && viewer.scope.sees(row));
        const items = seen.slice(0, limit).map(row => show(viewer, row));
        // Filtered by kind.
        return {
          items: items as ResourceTypes[typeof kind][],
          total: seen.length,
          revision: 1,
          nextCursor: null,
        };
      },
      get,
      present: (viewer, row) => ({ ...viewer.scope.conceal(row), actions: [] }),
      metrics: (viewer, { kind, id }) =>
        get(viewer, kind, id) && { id, stepSeconds: 5, start: 0, series: { cpuPercent: [1, null] } },
      publish: resources => {
        for (const row of resources) rows.set(keyOf(row.kind, row.id), row);
      },
      retract: (kind, ids) => {
        for (const id of ids) rows.delete(keyOf(kind, id));
      },
    },
    operations: {
      submit: async (viewer, call) => submitted(viewer, call),
      bulk: async (viewer, { kind, ids, action }) => bulkOf(ids, id => decide(viewer, { kind, id, action })),
      cancel: async (viewer, id) => {
        const row = stored(viewer, 'operation', id);
        if (!may(viewer.principal, 'operation.cancel', row.project))
          throw new RequestError('permission.denied', 'Your role does not allow it');
        return anOperation({ id, project: row.project, cancelRequested: true });
      },
      get: async (viewer, id) => get(viewer, 'operation', id),
      retryFailed: async () => ({ batch: null, allowed: [], refused: [] }),
    },
    backends: memoryBackends(rows),
  };
}

function bulkOf(ids: readonly string[], decide: (id: string) => Resource) {
  const reply: Awaited<ReturnType<Operations['bulk']>> = { batch: 'batch', allowed: [], refused: [] };
  for (const id of ids) {
    try {
      reply.allowed.push({ id, name: decide(id).name, operation: null });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      reply.refused.push({ id, name: null, code: error.code, reason: error.message });
    }
  }
  return reply;
}

function memoryBackends(rows: ReadonlyMap<string, Resource>): Backends {
  return {
    add: async ({ id }) => {
      if (!rows.has(`backend/${id}`)) throw new RequestError('backend.unavailable', 'Only known ones here');
    },
    remove: async () => undefined,
    probe: async () => ({ ok: true, parts: [] }),
    refresh: async () => undefined,
    raw: async () => ({ format: 'xml', text: '<domain/>' }),
    setup: async () => ({ found: [], backends: 0 }),
    demo: () => false,
  };
}
