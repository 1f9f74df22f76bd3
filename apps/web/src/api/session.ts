import { OrreryError } from '@orrery/client/orrery-error.ts';
import type { Session } from '@orrery/contract/http/bodies.ts';
import type { Permission } from '@orrery/contract/identity/permissions.ts';
import { createStore, useStore } from '../lib/store.ts';
import { orrery } from './orrery.ts';

export type Credentials = { username: string; password: string };

/** `undefined`: not asked yet. `null`: nobody is signed in. */
export const sessionStore = createStore<Session | null | undefined>(undefined);

export async function loadSession(): Promise<Session | null> {
  const known = sessionStore.get();
  if (known !== undefined) return known;
  try {
    const session = await orrery.session();
    sessionStore.set(session);
    return session;
  } catch (error) {
    if (!(error instanceof OrreryError) || error.status !== 401) throw error;
    sessionStore.set(null);
    return null;
  }
}

export async function signIn(credentials: Credentials): Promise<void> {
  sessionStore.set(await orrery.login(credentials));
}

export async function signOut(): Promise<void> {
  await orrery.logout();
  sessionStore.set(null);
}

/** Whether navigation for it makes sense: here or in some project. The server decides each request anyway. */
export function mayAnywhere(session: Session, permission: Permission): boolean {
  if (session.permissions.includes(permission)) return true;
  return Object.values(session.projectPermissions).some(granted => granted.includes(permission));
}

export function useSession(): Session | null {
  return useStore(sessionStore) ?? null;
}

/** The same for who is signed in; nobody may anything. */
export function useMayAnywhere(permission: Permission): boolean {
  const session = useSession();
  return session !== null && mayAnywhere(session, permission);
}

/** The project that lists are narrowed to; null is all that one may see. At first the one that the address names. */
export const projectStore = createStore<string | null>(projectOf(globalThis.location?.search ?? ''));

export function projectOf(search: string): string | null {
  // The router quotes what looks like a number.
  return new URLSearchParams(search).get('project')?.replaceAll('"', '') || null;
}
