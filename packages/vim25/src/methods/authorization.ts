import type { CallOptions, VimSession } from '../session.ts';
import { asBoolean, asObjects, asText, type MoRef } from '../values.ts';
import { each, el } from '../xml/write.ts';

/** Time at the server. The cheapest call that needs a session. */
export async function currentTime(session: VimSession, options: CallOptions = {}): Promise<string | null> {
  const self = { type: 'ServiceInstance', value: 'ServiceInstance' };
  return asText(await session.call({ method: 'CurrentTime', self }, options));
}

/** Of these privileges, those that the account lacks on an object; null where the server cannot tell. */
export async function missingPrivileges(
  session: VimSession,
  { entity, privileges }: { entity: MoRef; privileges: readonly string[] },
  options: CallOptions = {},
): Promise<string[] | null> {
  const self = session.content.authorizationManager;
  if (!self || session.key === null) return null;
  const args = [el('entity', entity), el('sessionId', session.key), ...each('privId', privileges)];
  const answer = await session.call({ method: 'HasPrivilegeOnEntities', self, args }, options);
  const held = new Set<string>();
  for (const entry of asObjects(answer)) {
    for (const one of asObjects(entry['privAvailability'])) {
      if (asBoolean(one['isGranted']) === true) held.add(asText(one['privId']) ?? '');
    }
  }
  return privileges.filter(privilege => !held.has(privilege));
}
