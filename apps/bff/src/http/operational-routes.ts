import type { Request, Response, Router } from 'express';
import type { Authenticator } from '../authn/api.ts';
import { may } from '../authz/principal.ts';
import { RequestError } from '../errors/request-error.ts';
import type { Metrics } from '../observability/metrics.ts';
import { sendProblem, toRequestError } from './problem.ts';
import { factsOf } from './request-facts.ts';

export interface OperationalDeps {
  metrics: Metrics;
  authenticator: Authenticator;
  /** Reasons why requests cannot be served now; empty when they can. */
  unready: () => Promise<string[]>;
}

/** For orchestrators and Prometheus, beside the contract: bound from this table and from nowhere else. */
export const operationalRoutes = [
  { path: '/healthz', permission: 'public' },
  { path: '/readyz', permission: 'public' },
  { path: '/metrics', permission: 'fleet.read' },
] as const;
type Path = (typeof operationalRoutes)[number]['path'];

type Answer = (deps: OperationalDeps, request: Request, response: Response) => Promise<void>;

const answers: Record<Path, Answer> = {
  '/healthz': async (_deps, _request, response) => {
    response.json({ status: 'ok' });
  },
  '/readyz': async ({ unready }, _request, response) => {
    const reasons = await unready();
    if (reasons.length === 0) response.json({ status: 'ready' });
    else throw new RequestError('starting', 'Not ready', { reasons: reasons.map(message => ({ message })) });
  },
  '/metrics': async ({ metrics }, _request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  },
};

export function bindOperationalRoutes(router: Router, deps: OperationalDeps): void {
  for (const { path, permission } of operationalRoutes) {
    router.get(path, async (request, response) => {
      try {
        if (permission !== 'public' && !isDirectLoopback(request))
          await refuseStrangers(deps, request, permission);
        response.setHeader('Cache-Control', 'no-store');
        await answers[path](deps, request, response);
      } catch (error) {
        sendProblem(response, toRequestError(error), factsOf(request).id);
      }
    });
  }
}

/** A scraper on this machine. Whatever came through a proxy did not start here, trusted or not. */
function isDirectLoopback(request: Request): boolean {
  const { remoteAddress = '' } = request.socket;
  const proxied = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  return !proxied && /^(127\.|::1$|::ffff:127\.)/.test(remoteAddress);
}

async function refuseStrangers(
  { authenticator }: OperationalDeps,
  request: Request,
  permission: 'fleet.read',
): Promise<void> {
  const auth = await authenticator.authenticate(request.headers);
  if (!auth) throw new RequestError('session.required', 'There is no valid session or token');
  if (!may(auth.principal, permission))
    throw new RequestError('permission.denied', 'Your role does not allow this');
}
