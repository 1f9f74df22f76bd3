import { type ComponentType, type ReactNode, useSyncExternalStore } from 'react';
import { createArrival } from './arrival.ts';

/**
 * A component whose code comes when it is first drawn. Unlike React.lazy it takes nothing down with it: while the
 * server is away it shows `fallback`, and it asks again.
 */
export function late<P extends object>(
  load: () => Promise<ComponentType<P>>,
  fallback: ReactNode = null,
): ComponentType<P> {
  const arrival = createArrival(load);
  return function Late(props: P) {
    const Loaded = useSyncExternalStore(arrival.subscribe, arrival.get);
    return Loaded ? <Loaded {...props} /> : fallback;
  };
}
