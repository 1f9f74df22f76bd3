import type { Logger } from 'pino';
import type { IdentityBus } from '../identity/bus.ts';
import { removeExpiredSessions, type SessionsContext } from './sessions.ts';

const everyMs = 60_000;

/** Removes sessions that ran out and cuts the streams that are open under them. Returns its end. */
export function keepSessions(
  context: SessionsContext & { bus: IdentityBus; log: Pick<Logger, 'error'> },
): () => void {
  let cancel = () => {};
  const run = async () => {
    try {
      for (const credential of await removeExpiredSessions(context)) context.bus.emit({ credential });
    } catch (error) {
      context.log.error({ err: error }, 'expired sessions could not be removed');
    }
    cancel = context.clock.after(everyMs, () => void run());
  };
  cancel = context.clock.after(everyMs, () => void run());
  return () => cancel();
}
