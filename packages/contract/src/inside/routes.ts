import type { RouteSpec } from '../http/route.ts';
import { filePathSchema } from './files.ts';
import { logQuerySchema } from './logs.ts';

const route = <const S extends RouteSpec>(spec: S) => spec;

/** What is inside an instance, where its back end can look. Who may is decided by the instance's project. */
export const insideRoutes = [
  route({
    id: 'instanceLogs',
    method: 'GET',
    path: '/instances/{id}/logs',
    summary: 'What an instance has written to its outputs; with follow, as it writes (needs instance.logs)',
    permission: 'row',
    query: logQuerySchema,
    response: null,
    status: 200,
    stream: 'response',
  }),
  route({
    id: 'readFiles',
    method: 'GET',
    path: '/instances/{id}/files',
    summary: 'A file or folder of an instance, as a tar (needs instance.files)',
    permission: 'row',
    query: filePathSchema,
    response: null,
    status: 200,
    stream: 'response',
  }),
  route({
    id: 'writeFiles',
    method: 'PUT',
    path: '/instances/{id}/files',
    summary: 'Unpacks a tar into a folder of an instance (needs instance.files)',
    permission: 'row',
    query: filePathSchema,
    response: null,
    status: 204,
    stream: 'request',
  }),
] as const;
