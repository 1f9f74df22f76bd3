import {
  type GlobalRole,
  globalGrants,
  type ProjectRole,
  projectGrants,
} from '@orrery/contract/identity/roles.ts';
import type { Permission } from '@orrery/contract/identity/permissions.ts';

/** Whoever is asking: a person behind a session, or a token that acts for one. */
export interface Principal {
  kind: 'user' | 'token';
  userId: string;
  username: string;
  role: GlobalRole | null;
  memberships: readonly { project: string; role: ProjectRole }[];
  /** Session or token id: revoking it cuts every stream opened with it. */
  credential: string;
}

/** True when the permission holds over everything, or inside `project` when one is given. */
export function may(principal: Principal, permission: Permission, project?: string | null): boolean {
  // Whoever has proven who they are may see and end that, also with no role anywhere (yet).
  if (permission === 'session.self') return true;
  if (principal.role && globalGrants[principal.role].has(permission)) return true;
  if (project === undefined || project === null) return false;
  return principal.memberships.some(m => m.project === project && projectGrants[m.role].has(permission));
}

/** True when the permission holds anywhere at all: over everything or in some project. */
export function maySomewhere(principal: Principal, permission: Permission): boolean {
  return may(principal, permission) || principal.memberships.some(m => projectGrants[m.role].has(permission));
}
