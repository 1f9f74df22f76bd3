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

/**
 * Connects while somebody is signed in, and tells the frame how the connection stands. With `expected` it connects
 * before that is known: the server refuses whom it does not know.
 */
export function startLive({ expected }: { expected: boolean }): void {
  const show = () => {
    const { state, since, heardAt, reason } = live.status.getSnapshot();
    // A session that ended elsewhere: the next request says so, and the login page follows.
    if (state === 'refused' && reason === 'session.required') sessionStore.set(undefined);
    // Before the first contact nothing is lost yet.
    const shown = state === 'disconnected' && heardAt === null ? 'connecting' : STATES[state];
    // No green from old data, wherever it is drawn (app.css).
    document.documentElement.dataset.live = shown;
    const outdated = state === 'refused' && reason === 'protocol.unsupported';
    connectionStore.set({ state: shown, since: shown === 'lost' ? (heardAt ?? since) : since, outdated });
  };
  const follow = () => (sessionStore.get() ? live.start() : live.stop());
  live.status.subscribe(show);
  sessionStore.subscribe(follow);
  if (expected) live.start();
}

/** Resolves when the server has taken us in or refused us, and in any case after `ms`. */
export function whenAnswered(ms: number): Promise<void> {
  return new Promise(resolve => {
    const answered = () => ['connected', 'refused'].includes(live.status.getSnapshot().state);
    const done = () => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const stop = live.status.subscribe(() => answered() && done());
    const timer = setTimeout(done, ms);
    if (answered()) done();
  });
}
