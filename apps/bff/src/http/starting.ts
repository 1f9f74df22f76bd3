import type { RequestListener } from 'node:http';
import { randomUUID } from 'node:crypto';
import { RequestError } from '../errors/request-error.ts';
import { sendProblem } from './problem.ts';

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<title>Orrery is starting</title><p>Orrery is starting&hellip;</p></html>`;

/** Answers between the opening of the port and the opening of the database. */
export const starting: RequestListener = (request, response) => {
  response.setHeader('Retry-After', '1');
  response.setHeader('Cache-Control', 'no-store');
  if (request.url === '/healthz') {
    response.setHeader('Content-Type', 'application/json');
    response.end('{"status":"ok"}');
  } else if (request.headers.accept?.includes('text/html')) {
    response.statusCode = 503;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    response.end(page);
  } else {
    sendProblem(
      response,
      new RequestError('starting', 'Orrery is starting; try again in a second'),
      randomUUID(),
    );
  }
};
