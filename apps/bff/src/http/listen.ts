import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../config/config-error.ts';

/** A request that takes longer to arrive is no request (slow-loris). */
const requestTimeoutMs = 30_000;

const long = new WeakSet<IncomingMessage>();

/** An upload takes as long as it takes, while something arrives. Only for callers that are known and allowed. */
export function allowLongBody(request: IncomingMessage): void {
  long.add(request);
}

/** What node's own requestTimeout does, which knows no exceptions. */
function endSlowRequest(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => {
    if (!request.complete && !long.has(request)) request.destroy();
  }, requestTimeoutMs);
  timer.unref();
  const done = () => clearTimeout(timer);
  request.once('end', done).once('close', done);
}

/** Listens, or says in words why it cannot. Port 0 is any free one. */
export function listen(
  listener: RequestListener,
  { port, host }: { port: number; host: string },
): Promise<Server> {
  const server = createServer({ requestTimeout: 0, headersTimeout: 15_000 }, listener);
  server.on('request', endSlowRequest);
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(explain(error, { port, host })));
    server.listen(port, host, () => resolve(server));
  });
}

function explain(error: NodeJS.ErrnoException, { port, host }: { port: number; host: string }): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(
        `Port ${port} on ${host} is taken, perhaps by another Orrery. Stop that one, or choose another: PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new ConfigError(`Port ${port} may not be used without privileges; choose one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(
        `HOST=${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`,
      );
    default:
      return error;
  }
}

/** Ends new connections at once and running requests after `graceMs`. */
export async function stopListening(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

/** As people and browsers write it. */
export function urlOf(server: Server): string {
  const { address, port, family } = addressOf(server);
  const shown = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `http://${family === 'IPv6' && shown === address ? `[${shown}]` : shown}:${port}`;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address;
}
