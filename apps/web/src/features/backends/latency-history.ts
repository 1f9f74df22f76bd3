import type { Backend, BackendPart } from '@orrery/contract/resources/backend.ts';
import { useEffect, useReducer } from 'react';

/** What one connection answered in, oldest first; null where it did not. */
export type LatencyHistory = readonly (number | null)[];

// A backend is told of every 15 s: an hour.
const KEPT = 240;

/** Gathered while Orrery is open, for as long as it is: the server tells the newest only. */
const histories = new Map<string, (number | null)[]>();
/** The newest that was taken in, by backend: each row counts once, however often it is drawn. */
const taken = new Map<string, string>();

const keyOf = (backend: Backend, part: BackendPart) => `${backend.id} ${part.address}`;

export function noteLatency(backend: Backend): boolean {
  if (taken.get(backend.id) === backend.asOf) return false;
  taken.set(backend.id, backend.asOf);
  for (const part of backend.parts) {
    const key = keyOf(backend, part);
    const history = histories.get(key) ?? [];
    histories.set(key, history);
    history.push(part.status === 'up' ? part.latencyMs : null);
    if (history.length > KEPT) history.shift();
  }
  return true;
}

export const latencyHistory = (backend: Backend, part: BackendPart): LatencyHistory =>
  histories.get(keyOf(backend, part)) ?? [];

/** The courses of a backend's connections, for as long as it is shown. */
export function useLatencyHistory(backend: Backend): (part: BackendPart) => LatencyHistory {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (noteLatency(backend)) draw();
  }, [backend]);
  return part => latencyHistory(backend, part);
}
