import type { RouteSpec } from '../http/route.ts';
import { bootLogReplySchema } from './boot-log.ts';
import { consoleRequestSchema, consoleTicketSchema } from './console.ts';

const route = <const S extends RouteSpec>(spec: S) => spec;

export const consoleRoutes = [
  route({
    id: 'openConsole',
    method: 'POST',
    path: '/instances/{id}/console',
    summary: 'A one-time ticket for a console of an instance',
    permission: 'row',
    body: consoleRequestSchema,
    response: consoleTicketSchema,
    status: 201,
  }),
  route({
    id: 'bootLog',
    method: 'GET',
    path: '/instances/{id}/boot-log',
    summary:
      'What an instance said on its serial line when it booted last, or why nothing of it is held (needs instance.console)',
    permission: 'row',
    response: bootLogReplySchema,
    status: 200,
  }),
] as const;
