import type { AggregateQuery, AggregateState } from '@orrery/client/live/live-aggregate.ts';
import { useMemo, useSyncExternalStore } from 'react';
import { useStore } from '../lib/store.ts';
import { live } from './live.ts';
import { projectStore } from './session.ts';

const NOTHING: AggregateState = { live: false, groups: [], asOf: null, error: null };

/** Live counts and sums by group, for as long as the component is shown. */
export function useLiveAggregate(query: Omit<AggregateQuery, 'project'>): AggregateState {
  const project = useStore(projectStore);
  const { topic, q = '', groupBy = null, sums = [] } = query;
  const summed = sums.join(',');
  const store = useMemo(
    () => aggregateStore({ topic, q, groupBy, project, sums: summed === '' ? [] : summed.split(',') }),
    [topic, q, groupBy, project, summed],
  );
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Opens the live query while somebody listens. */
function aggregateStore(query: AggregateQuery) {
  let current = NOTHING;
  return {
    get: () => current,
    subscribe: (listener: () => void) => {
      const aggregate = live.aggregate(query);
      const stop = aggregate.subscribe(() => {
        current = aggregate.getSnapshot();
        listener();
      });
      return () => {
        stop();
        aggregate.close();
      };
    },
  };
}
