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
