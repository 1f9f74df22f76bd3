import {
  changePasswordSchema,
  createTokenSchema,
  credentialsSchema,
  type Session,
} from '@orrery/contract/http/bodies.ts';
import { globalGrants, projectGrants } from '@orrery/contract/identity/roles.ts';
import type { Authenticated } from '../../authn/api.ts';
import { clearedCookieHeader, sessionCookieHeader } from '../../authn/cookie.ts';
import { login, type LoginContext } from '../../authn/login.ts';
import { endSession, sessionLimits } from '../../authn/sessions.ts';
import { createToken, deleteToken, listTokens } from '../../authn/tokens.ts';
import { RequestError } from '../../errors/request-error.ts';
import { changeOwnPassword } from '../../identity/change-own-password.ts';
import type { IdentityContext } from '../../identity/context.ts';
import { loadUsers } from '../../identity/resources.ts';
import { usernameKey } from '../../identity/users.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { type Handlers, param, plain, publicWithBody, withBody } from '../handler.ts';

export interface SessionHandlerDeps {
  identity: IdentityContext;
  login: LoginContext;
  metrics: Metrics;
  /** The public URL is https: then the cookie is for TLS only, also where the proxy does not say so. */
  secureCookie: boolean;
  about: () => { demo: boolean; version: string };
}

export function sessionHandlers(deps: SessionHandlerDeps): Handlers {
  const { identity } = deps;
  const isSecure = (facts: { secure: boolean }) => facts.secure || deps.secureCookie;
  return {
    login: publicWithBody(credentialsSchema, async ({ facts, note }, credentials) => {
      note({ detail: { username: credentials.username } });
      const { token, ...auth } = await counted(deps.metrics, () =>
        login(deps.login, { ...credentials, address: facts.address }),
      );
      const { userId: id, username: name } = auth.principal;
      note({ actor: { id, name }, targetKind: 'user', target: id });
      await identity.changed({ users: [id] });
      const cookie = { secure: isSecure(facts), maxAgeSeconds: sessionLimits.absoluteMs / 1000 };
      return {
        body: await sessionBody(deps, auth),
        headers: { 'Set-Cookie': sessionCookieHeader(token, cookie) },
      };
    }),
    getSession: plain(async ({ auth }) => ({ body: await sessionBody(deps, auth) })),
    logout: plain(async ({ auth, facts }) => {
      // A token is no session: it is revoked, not logged out.
      if (auth.via === 'cookie') await endSession(identity, auth.principal.credential);
      identity.bus.emit({ credential: auth.principal.credential });
      return { headers: { 'Set-Cookie': clearedCookieHeader(isSecure(facts)) } };
    }),
    changePassword: withBody(changePasswordSchema, async ({ auth, facts }, { current, next }) => {
      // Guessing the present password from an open screen is slowed down like guessing it at the login.
      const attempt = { account: usernameKey(auth.principal.username), address: facts.address };
      await deps.login.limiter.take(attempt);
      await changeOwnPassword(identity, { principal: auth.principal, current, next });
      await deps.login.limiter.giveBack(attempt);
      return {};
    }),
    ...tokenHandlers(deps),
  };
}

function tokenHandlers({ identity }: Pick<SessionHandlerDeps, 'identity'>): Handlers {
  return {
    listTokens: plain(async ({ auth }) => ({
      body: { items: await listTokens(identity, auth.principal.userId) },
    })),
    createToken: withBody(createTokenSchema, async ({ auth, note }, token) => {
      const body = await createToken(identity, { ...token, userId: auth.principal.userId });
      note({ target: body.id, detail: { name: token.name, expiresAt: body.expiresAt } });
      return { body };
    }),
    deleteToken: plain(async context => {
      const id = param(context, 'id');
      const { userId } = context.auth.principal;
      if (!(await deleteToken(identity, { id, userId })))
        throw new RequestError('resource.not-found', 'You have no such token');
      identity.bus.emit({ credential: id });
      return {};
    }),
  };
}

async function counted<T>(metrics: Metrics, attempt: () => Promise<T>): Promise<T> {
  try {
    const result = await attempt();
    metrics.login('succeeded');
    return result;
  } catch (error) {
    const limited = error instanceof RequestError && error.code === 'rate.limited';
    metrics.login(limited ? 'limited' : 'failed');
    throw error;
  }
}

async function sessionBody(deps: SessionHandlerDeps, auth: Authenticated): Promise<Session> {
  const { principal } = auth;
  const asOf = new Date(deps.identity.clock.now()).toISOString();
  const [user] = await loadUsers(deps.identity.db, { ids: [principal.userId], asOf });
  if (!user) throw new RequestError('session.required', 'There is no valid session or token');
  const active = new Set(principal.memberships.map(membership => membership.project));
  return {
    user: { id: user.id, username: user.username, displayName: user.displayName, role: user.role },
    memberships: user.memberships.filter(membership => active.has(membership.project)),
    permissions: principal.role === null ? ['session.self'] : [...globalGrants[principal.role]],
    projectPermissions: Object.fromEntries(
      principal.memberships.map(({ project, role }) => [project, [...projectGrants[role]]]),
    ),
    csrfToken: auth.csrfToken ?? '',
    expiresAt: auth.expiresAt ?? noExpiry,
    ...deps.about(),
  };
}

/** The contract wants a moment: a token that never expires says the last one that can be written. */
const noExpiry = '9999-12-31T23:59:59.999Z';
