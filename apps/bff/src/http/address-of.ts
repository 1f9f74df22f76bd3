import type { IncomingMessage } from 'node:http';
import type { Express } from 'express';

/**
 * Address of the caller of a request that did not come through Express (a websocket handshake), by the same rules for
 * proxies. Express gives each of its own requests this prototype.
 */
export function addressOf(app: Pick<Express, 'request'>, { headers, socket }: IncomingMessage): string {
  const asExpressHasIt = { headers, socket, connection: socket };
  Object.setPrototypeOf(asExpressHasIt, app.request);
  const address: unknown = Reflect.get(asExpressHasIt, 'ip');
  return typeof address === 'string' ? address : 'unknown';
}
