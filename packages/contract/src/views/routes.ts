import type { RouteSpec } from '../http/route.ts';
import * as views from './saved-views.ts';

const route = <const S extends RouteSpec>(spec: S) => spec;

/** Everybody's own; with whom one may share is decided with the body. */
export const viewRoutes = [
  route({
    id: 'listViews',
    method: 'GET',
    path: '/views',
    summary: 'My saved views in my order, then those that others share with me, by name',
    permission: 'session.self',
    query: views.viewsQuerySchema,
    response: views.savedViewsSchema,
    status: 200,
  }),
  route({
    id: 'createView',
    method: 'POST',
    path: '/views',
    summary: 'Save a list under a name; sharing it needs view.share (over everything, or in the project)',
    permission: 'session.self',
    body: views.createViewSchema,
    response: views.savedViewSchema,
    status: 201,
  }),
  route({
    id: 'orderViews',
    method: 'PUT',
    path: '/views/order',
    summary: 'Put my views of one list in order',
    permission: 'session.self',
    body: views.orderViewsSchema,
    response: null,
    status: 204,
  }),
  route({
    id: 'changeView',
    method: 'PATCH',
    path: '/views/{id}',
    summary: 'Rename, replace or share one of my views',
    permission: 'session.self',
    body: views.changeViewSchema,
    response: views.savedViewSchema,
    status: 200,
  }),
  route({
    id: 'deleteView',
    method: 'DELETE',
    path: '/views/{id}',
    summary: 'Delete one of my views; administrators also delete those that others share with them',
    permission: 'session.self',
    response: null,
    status: 204,
  }),
];
