import type { RouteSpec } from '@orrery/contract/http/route.ts';
import type { Request, Response, Router } from 'express';
import type { Authenticated } from '../authn/api.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Log } from '../observability/log.ts';
import { apiPrefix } from './api-prefix.ts';
import type { AuditedCall, RouteAudit } from './audit-requests.ts';
import type { AuditDetail, Handler, Handlers, Reply } from './handler.ts';
import { isChange, type PipelineDeps, serve } from './pipeline.ts';
import { sendProblem, toRequestError } from './problem.ts';
import { factsOf } from './request-facts.ts';

export interface BindDeps extends PipelineDeps {
  routes: readonly RouteSpec[];
  handlers: Handlers;
  audit: RouteAudit;
  metrics: Metrics;
  log: Log;
}

/** The only place where a route is registered: each spec of the contract with its handler, or no start at all. */
export function bindRoutes(router: Router, deps: BindDeps): void {
  refuseMismatches(deps);
  for (const spec of deps.routes) {
    const handler = deps.handlers[spec.id];
    if (!handler) continue;
    const answer = (request: Request, response: Response) =>
      respond(deps, { spec, handler }, { request, response });
    router[methodOf(spec)](expressPath(spec.path), answer);
  }
}

const methods = {
  GET: 'get',
  HEAD: 'head',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const;
const methodOf = (spec: RouteSpec) => methods[spec.method];

/** `/instances/{id}` is `/api/v1/instances/:id` to Express. */
export const expressPath = (path: string): string => apiPrefix + path.replaceAll(/\{(\w+)\}/g, ':$1');

function refuseMismatches({ routes, handlers }: Pick<BindDeps, 'routes' | 'handlers'>): void {
  const ids = new Set(routes.map(spec => spec.id));
  const problems = [
    ...routes.flatMap(spec => mismatches(spec, handlers[spec.id])),
    ...Object.keys(handlers)
      .filter(id => !ids.has(id))
      .map(id => `${id}: a handler without a route in the contract`),
  ];
  if (problems.length > 0) throw new Error(`Routes and handlers do not fit:\n${problems.join('\n')}`);
}

function mismatches(spec: RouteSpec, handler: Handler | undefined): string[] {
  if (!handler) return [`${spec.id}: a route of the contract without a handler`];
  const problems: string[] = [];
  if ((spec.permission === 'public') !== (handler.access === 'public'))
    problems.push(`${spec.id}: ${spec.permission} in the contract, ${handler.access} in its handler`);
  for (const part of ['query', 'body'] as const)
    if (handler[part] !== spec[part]) problems.push(`${spec.id}: its handler reads another ${part} schema`);
  return problems;
}

async function respond(
  deps: BindDeps,
  { spec, handler }: { spec: RouteSpec; handler: Handler },
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const started = performance.now();
  const facts = factsOf(request);
  response.setHeader('X-Request-Id', facts.id);
  const call: AuditedCall = { spec, facts, params: request.params, principal: null, noted: {} };
  const known = (auth: Authenticated) => {
    call.principal = auth.principal;
  };
  const note = (detail: AuditDetail) => {
    call.noted = { ...call.noted, ...detail };
  };
  try {
    const reply = await serve(deps, { spec, handler, request, response, facts, known, note });
    await deps.audit.succeeded(call);
    await send(response, spec, reply);
  } catch (thrown) {
    const error = toRequestError(thrown);
    if (error.code === 'internal')
      deps.log.error({ err: thrown, id: facts.id, route: spec.id }, 'request failed');
    await deps.audit.failed(call, error);
    if (spec.stream === 'request') closeAfterwards(request, response);
    if (response.headersSent) response.destroy();
    else sendProblem(response, error, facts.id);
  }
  const { statusCode: status } = response;
  const ms = performance.now() - started;
  deps.metrics.request({ route: spec.id, status }, ms / 1000);
  const line = { id: facts.id, route: spec.id, status, ms: Math.round(ms), user: call.principal?.username };
  const routine = !isChange(spec) || spec.routine;
  deps.log[routine && status < 400 ? 'debug' : 'info'](line, 'request');
}

/** Whoever still sends what nobody reads is not to go on with it: the connection ends with the answer. */
function closeAfterwards(request: Request, response: Response): void {
  if (!request.complete && !response.headersSent) response.setHeader('Connection', 'close');
}

async function send(response: Response, spec: RouteSpec, reply: Reply): Promise<void> {
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  // What one caller may see must not be kept for another.
  response.setHeader('Cache-Control', 'no-store');
  response.status(reply.status ?? spec.status);
  if (reply.stream !== undefined) await reply.stream(response);
  else if (reply.body === undefined) response.end();
  else response.json(reply.body);
}
