import type { Operation } from '@orrery/contract/resources/operation.ts';
import { createStore } from '../lib/store.ts';

/** What the live connection tells the frame. Written by the realtime client, read by the shell. */
export type ConnectionState = {
  state: 'live' | 'connecting' | 'lost';
  /** Since when, in ms: how old the picture is once the connection is lost. */
  since: number;
  /** The server speaks another version than this page: only a reload helps. */
  outdated: boolean;
};

export type StaleBackend = {
  id: string;
  name: string;
  /** Null: it has not answered since Orrery knows it. */
  lastSeenAt: string | null;
  /** Connections in all, and how many of them do not answer. */
  connections: number;
  silent: number;
};

export const connectionStore = createStore<ConnectionState>({
  state: 'connecting',
  since: Date.now(),
  outdated: false,
});
export const operationsStore = createStore<readonly Operation[]>([]);
export const staleBackendsStore = createStore<readonly StaleBackend[]>([]);
