import { LiveConnection } from '@orrery/client/live/live-connection.ts';
import type { ConnectionStatus } from '@orrery/client/live/connection-status.ts';
import { type ConnectionState, connectionStore } from './live-state.ts';
import { sessionStore } from './session.ts';

/** The page's one connection; every live view subscribes on it. */
export const live = new LiveConnection();

const STATES: Record<ConnectionStatus['state'], ConnectionState['state']> = {
  connecting: 'connecting',
  connected: 'live',
  stale: 'lost',
  disconnected: 'lost',
  refused: 'lost',
};

/** Connects while somebody is signed in, and tells the frame how the connection stands. */
export function startLive(): void {
  const show = () => {
    const { state, since, heardAt } = live.status.getSnapshot();
    // A session that ended elsewhere: the next request says so, and the login page follows.
    if (state === 'refused') sessionStore.set(undefined);
    // Before the first contact nothing is lost yet.
    const shown = state === 'disconnected' && heardAt === null ? 'connecting' : STATES[state];
    // No green from old data, wherever it is drawn (app.css).
    document.documentElement.dataset.live = shown;
    connectionStore.set({ state: shown, since: shown === 'lost' ? (heardAt ?? since) : since });
  };
  const follow = () => (sessionStore.get() ? live.start() : live.stop());
  live.status.subscribe(show);
  sessionStore.subscribe(follow);
  follow();
}
