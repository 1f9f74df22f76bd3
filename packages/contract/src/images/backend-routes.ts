import { bulkActionSchema, bulkReplySchema } from '../http/bodies.ts';
import type { RouteSpec } from '../http/route.ts';
import { archiveSchema, prunableSchema, pruneQuerySchema } from './backend-images.ts';

const route = <const S extends RouteSpec>(spec: S) => spec;

/** Images that back ends have themselves. Actions on single ones are those of the collection. */
export const backendImageRoutes = [
  route({
    id: 'createArchive',
    method: 'POST',
    path: '/archives',
    summary: 'Bytes of a tar for one image: what it is built from, or what it was saved as; kept for a day',
    permission: 'image.manage',
    response: archiveSchema,
    status: 201,
    stream: 'request',
  }),
  route({
    id: 'prunableImages',
    method: 'GET',
    path: '/backends/{id}/prunable-images',
    summary: 'Images that could go, and what that would free',
    permission: 'image.manage',
    query: pruneQuerySchema,
    response: prunableSchema,
    status: 200,
  }),
  route({
    id: 'bulkImages',
    method: 'POST',
    path: '/images/bulk',
    summary: 'One action on many images, or a preview of who is refused and why',
    permission: 'row',
    body: bulkActionSchema,
    response: bulkReplySchema,
    status: 202,
  }),
  route({
    id: 'saveImage',
    method: 'GET',
    path: '/images/{id}/archive',
    summary: 'An image of a back end with all its layers, as a tar that can be loaded elsewhere',
    permission: 'image.manage',
    response: null,
    status: 200,
    stream: 'response',
  }),
] as const;
