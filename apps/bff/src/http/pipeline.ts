import type { RouteSpec } from '@orrery/contract/http/route.ts';
import type { Request, Response } from 'express';
import type { Authenticated, Authenticator } from '../authn/api.ts';
import { type OriginPolicy, refuseOrigin } from '../authn/origin.ts';
import { sameText } from '../authn/secrets.ts';
import { may, maySomewhere, type Principal } from '../authz/principal.ts';
import { viewerOf } from '../authz/viewer.ts';
import { RequestError } from '../errors/request-error.ts';
import type { AuditDetail, Context, Handler, PublicContext, Reply } from './handler.ts';
import { readBody } from './read-body.ts';
import { isKeyTooLong, type RequestFacts } from './request-facts.ts';

export interface PipelineDeps {
  authenticator: Authenticator;
  origin: OriginPolicy;
  /** Throws RateLimited. */
  limit: (address: string) => Promise<void>;
  /** Answers are held against the contract before they leave. */
  checkResponses: boolean;
}

export interface Call {
  spec: RouteSpec;
  handler: Handler;
  request: Request;
  response: Response;
  facts: RequestFacts;
  /** Told to us as soon as it is known, because failures are recorded too. */
  known: (auth: Authenticated) => void;
  note: (detail: AuditDetail) => void;
}

/**
 * The checklist that every request goes through, in this order. The handler validates, loads, authorizes by row,
 * commands and presents; the audit record is made by whoever called us, because failures are recorded too.
 */
export async function serve(deps: PipelineDeps, call: Call): Promise<Reply> {
  const { spec, handler, request, facts } = call;
  await deps.limit(facts.address);
  if (isKeyTooLong(facts.idempotencyKey))
    throw new RequestError('request.invalid', 'The Idempotency-Key is longer than 200 characters');
  if (handler.access === 'public') {
    if (isChange(spec)) refuseForeignOrigin(request, deps.origin);
    return checked(deps, spec, await handler.serve(await publicContext(call)));
  }
  const auth = await deps.authenticator.authenticate(request.headers);
  if (!auth) throw new RequestError('session.required', 'There is no valid session or token');
  call.known(auth);
  if (isChange(spec) && auth.via === 'cookie') refuseForgery(request, auth, deps.origin);
  if (!isAllowed(spec, auth.principal))
    throw new RequestError('permission.denied', 'Your role does not allow this');
  const context: Context = {
    ...(await publicContext(call)),
    auth,
    viewer: viewerOf(auth.principal, { address: facts.address }),
  };
  return checked(deps, spec, await handler.serve(context));
}

const readingMethods: ReadonlySet<RouteSpec['method']> = new Set(['GET', 'HEAD']);
export const isChange = (spec: Pick<RouteSpec, 'method'>): boolean => !readingMethods.has(spec.method);

/**
 * A permission that counts inside a project opens the route for whoever holds it in some project: the rows are then
 * filtered by scope. `row` is decided by the handler once it has the row.
 */
export function isAllowed({ permission }: Pick<RouteSpec, 'permission'>, principal: Principal): boolean {
  if (permission === 'public' || permission === 'row') return true;
  return may(principal, permission) || maySomewhere(principal, permission);
}

function refuseForeignOrigin(request: Request, policy: OriginPolicy): void {
  const why = refuseOrigin(request.headers, { policy, absent: 'pass' });
  if (why !== null) throw new RequestError('origin.refused', `The request was refused: ${why}`);
}

/**
 * Browsers say with every change where it comes from (Origin, Sec-Fetch-Site), other sites cannot send JSON nor, by
 * SameSite, the cookie. Scripts say nothing of the kind and may use the cookie, too. Who sends the token (our pages do)
 * must have the one of this session: a page of an earlier one acts for nobody.
 */
function refuseForgery(request: Request, auth: Authenticated, policy: OriginPolicy): void {
  refuseForeignOrigin(request, policy);
  const given = request.get('x-csrf-token');
  if (given === undefined) return;
  if (auth.csrfToken === null || !sameText(given, auth.csrfToken))
    throw new RequestError('session.csrf', 'X-CSRF-Token is not the csrfToken that GET /session gives now');
}

async function publicContext({ spec, request, response, facts, note }: Call): Promise<PublicContext> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = spec.body ? await readBody(request, response) : undefined;
  const raw = { query: request.query, body };
  return { facts, params: singleParams(request), raw, incoming: request, signal: gone.signal, note };
}

/** Our paths have no wildcards, so Express gives one text a parameter. */
function singleParams(request: Request): Record<string, string> {
  const pairs = Object.entries(request.params);
  return Object.fromEntries(pairs.map(([name, value]): [string, string] => [name, String(value)]));
}

function checked({ checkResponses }: PipelineDeps, spec: RouteSpec, reply: Reply): Reply {
  if (!checkResponses || !spec.response) return reply;
  const parsed = spec.response.safeParse(reply.body);
  if (parsed.success) return reply;
  throw new Error(`The answer of ${spec.id} does not fit the contract: ${parsed.error.message}`);
}
