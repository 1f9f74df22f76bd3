import { systemClock } from '@orrery/provider-kit/clock.ts';
import { createAuditLog } from './audit/audit-log.ts';
import { type AuditQuery, listAudit } from './audit/read.ts';
import { verifyAudit } from './audit/verify.ts';
import { createAuthenticator } from './authn/authenticator.ts';
import { isLoopbackBinding } from './authn/origin.ts';
import { keepSessions } from './authn/session-keeper.ts';
import { openKeyRing } from './config/key-ring.ts';
import { createSecretBox } from './config/secret-box.ts';
import type { Database } from './database/open-database.ts';
import { createIdentityBus } from './identity/bus.ts';
import { createPasswords } from './identity/passwords.ts';
import type { StartTools } from './start-tools.ts';

const clock = systemClock;

/** Who may do what, and what was done. */
export async function openIdentity({ env, log, shutdown }: StartTools, { db, pool }: Database) {
  const ring = await openKeyRing(env.dataDir, env.secretKey);
  const keys = ring.derive('audit chain');
  const audit = createAuditLog({ pool, clock, keys, log });
  shutdown.add('audit', () => audit.close());
  const bus = createIdentityBus();
  shutdown.add('sessions', keepSessions({ db, clock, bus, log }));
  return {
    db,
    bus,
    audit,
    auditReader: {
      list: (query: AuditQuery) => listAudit(pool, query),
      verify: () => verifyAudit({ pool, keys, lastWritten: audit.lastWritten() }),
    },
    box: createSecretBox(ring),
    passwords: createPasswords(),
    authenticator: createAuthenticator({ db, clock }),
    origin: { publicOrigin: env.publicOrigin, loopbackOnly: isLoopbackBinding(env.host) },
  };
}
export type Identity = Awaited<ReturnType<typeof openIdentity>>;
