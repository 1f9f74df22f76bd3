import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { type OriginPolicy, refuseHost } from '../authn/origin.ts';
import { RequestError } from '../errors/request-error.ts';
import { type BindDeps, bindRoutes } from './bind-routes.ts';
import { bindOperationalRoutes, type OperationalDeps } from './operational-routes.ts';
import { sendProblem, toRequestError } from './problem.ts';
import { factsOf } from './request-facts.ts';
import { securityHeaders } from './security-headers.ts';
import { staticFiles } from './static-files.ts';

export interface AppDeps extends BindDeps, OperationalDeps {
  trustedProxies: readonly string[];
  /** Folder of the built web app. */
  webDirectory: string;
}

export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.trustedProxies.length > 0 ? [...deps.trustedProxies] : false);
  app.use(securityHeaders({ tls: deps.origin.publicOrigin?.startsWith('https:') ?? false }));
  app.use(ownHostOnly(deps.origin));
  bindOperationalRoutes(app, deps);
  bindRoutes(app, deps);
  app.use(...staticFiles(deps.webDirectory));
  app.use(nothingHere);
  app.use(problems(deps));
  return app;
}

const ownHostOnly =
  (policy: OriginPolicy): RequestHandler =>
  (request, _response, next) => {
    const why = refuseHost(request.headers.host, policy);
    next(why === null ? undefined : new RequestError('origin.refused', `The request was refused: ${why}`));
  };

const nothingHere: RequestHandler = (_request, _response, next) => {
  next(new RequestError('route.not-found', 'There is nothing at this address'));
};

/** Express knows an error handler by its four parameters. */
const problems =
  ({ log }: Pick<AppDeps, 'log'>): ErrorRequestHandler =>
  (thrown, request, response, _next) => {
    const error = toRequestError(thrown);
    const { id } = factsOf(request);
    if (error.code === 'internal') log.error({ err: thrown, id }, 'request failed');
    if (!response.headersSent) sendProblem(response, error, id);
    else response.destroy();
  };
