import type { RouteSpec } from '../http/route.ts';
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
] as const;
