import type { Operation } from '@orrery/contract/resources/operation.ts';
import { createStore } from '../lib/store.ts';

/** What the live connection tells the frame. Written by the realtime client, read by the shell. */
export type ConnectionState = {
  state: 'live' | 'connecting' | 'lost';
  /** Since when, in ms: how old the picture is once the connection is lost. */
  since: number;
};

export type StaleBackend = { id: string; name: string; lastSeenAt: string };

export const connectionStore = createStore<ConnectionState>({ state: 'connecting', since: Date.now() });
export const operationsStore = createStore<readonly Operation[]>([]);
export const staleBackendsStore = createStore<readonly StaleBackend[]>([]);
