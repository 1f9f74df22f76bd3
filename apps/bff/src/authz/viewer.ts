import type { Principal } from './principal.ts';
import { type Scope, scopeOf } from './scope.ts';

/** Whoever asks, with what they see. Made once a request or socket. */
export interface Viewer {
  readonly principal: Principal;
  readonly scope: Scope;
  /** Address of the caller, for the audit log; null when there is none. */
  readonly address: string | null;
}

export interface ViewerOptions {
  /** Narrow to one project. */
  project?: string | null;
  address?: string | null;
}

export function viewerOf(
  principal: Principal,
  { project = null, address = null }: ViewerOptions = {},
): Viewer {
  return { principal, scope: scopeOf(principal, project), address };
}

interface Owner {
  userId: string;
  username: string;
  address?: string | null;
}

/** For the steps of what somebody has asked for: whether they may was asked then, and is not asked again of each step. */
export const onBehalfOf = ({ userId, username, address }: Owner, credential: string): Viewer =>
  viewerOf({ kind: 'user', userId, username, role: 'operator', memberships: [], credential }, { address });
