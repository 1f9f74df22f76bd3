import { OrreryError } from '@orrery/client/orrery-error.ts';
import type { RowsQuery } from '@orrery/client/live/live-rows.ts';
import type { RealtimeError } from '@orrery/contract/realtime/messages.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useStore } from '../lib/store.ts';
import type { RowSource } from '../lib/row-source.ts';
import { live } from './live.ts';
import { projectStore } from './session.ts';
import { takeWarm } from './warm-rows.ts';

export type LiveRowsView<K extends ResourceKind> = {
  source: RowSource<ResourceTypes[K]>;
  /** False until the first answer: an empty list is not known to be empty. */
  ready: boolean;
  total: number | undefined;
  error: Error | undefined;
};

/** A live list for a table: the query, the sort and the chosen project; the window follows the scrolling. */
export function useLiveRows<K extends ResourceKind>(
  topic: K,
  query: { q: string; sort: string },
): LiveRowsView<K> {
  const project = useStore(projectStore);
  const { q, sort } = query;
  // One source for as long as the kind is the same: a new query is asked on it, so that what is shown stays until the answer.
  const source = useMemo(() => takeWarm(topic), [topic]);
  useEffect(() => source.ask({ q, sort, project }), [source, q, sort, project]);
  useEffect(() => source.connect(), [source]);
  useSyncExternalStore(source.subscribe, source.version);
  const state = source.state();
  const ready = state?.loaded === true;
  return {
    source,
    ready,
    total: ready ? source.total() : undefined,
    error: state?.error ? asError(state.error) : undefined,
  };
}

/** All rows of a short list (backends, operations that run), newest state at each render. */
export function useLiveList<K extends ResourceKind>(
  topic: K,
  query: { q?: string; sort?: string; limit?: number },
) {
  const project = useStore(projectStore);
  const { q = '', sort = 'name', limit = 100 } = query;
  const list = useMemo(() => shortList({ topic, q, sort, project }, limit), [topic, q, sort, project, limit]);
  return useSyncExternalStore(list.subscribe, list.get);
}

type ShortList<K extends ResourceKind> = {
  rows: readonly ResourceTypes[K][];
  ready: boolean;
  total: number;
  error: Error | undefined;
};

/** Opened anew for each time that somebody listens: a closed view never answers again, and React may leave and return. */
function shortList<K extends ResourceKind>(query: RowsQuery<K>, limit: number) {
  let shown: ShortList<K> = { rows: [], ready: false, total: 0, error: undefined };
  return {
    get: () => shown,
    subscribe: (listener: () => void) => {
      const rows = live.rows(query);
      // Every applied frame renews the state object, whether it changed a row or the order.
      const stop = rows.subscribe(() => {
        const { order, loaded, total, error } = rows.getSnapshot();
        // What was shown stays while the view is opened again.
        if (!loaded && !error && shown.ready) return;
        shown = {
          rows: order.slice(0, limit).flatMap(id => rows.row(id) ?? []),
          ready: loaded,
          total,
          error: error ? asError(error) : undefined,
        };
        listener();
      });
      rows.setWindow({ offset: 0, limit });
      return () => {
        stop();
        rows.close();
      };
    },
  };
}

function asError({ code, message, diagnostics }: RealtimeError): Error {
  const reasons = diagnostics.map(d => ({
    message: d.suggestion ? `${d.message} ${d.suggestion}` : d.message,
  }));
  return new OrreryError({ type: 'about:blank', title: message, status: 0, code, reasons });
}
