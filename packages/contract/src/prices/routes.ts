import type { RouteSpec } from '../http/route.ts';
import { costQuerySchema, priceSettingSchema, projectCostSchema } from './prices.ts';

const route = <const S extends RouteSpec>(spec: S) => spec;

export const priceRoutes = [
  route({
    id: 'getPrices',
    method: 'GET',
    path: '/prices',
    summary: 'What an hour of vCPU, memory and volumes costs; null while nothing is priced',
    permission: 'session.self',
    response: priceSettingSchema,
    status: 200,
  }),
  route({
    id: 'setPrices',
    method: 'PUT',
    path: '/prices',
    summary: 'Set the prices, or turn them off with null',
    permission: 'quota.manage',
    body: priceSettingSchema,
    response: priceSettingSchema,
    status: 200,
  }),
  route({
    id: 'getProjectCost',
    method: 'GET',
    path: '/projects/{id}/cost',
    summary: 'What the use of a project in a month costs at the prices of now',
    permission: 'inventory.read',
    query: costQuerySchema,
    response: projectCostSchema,
    status: 200,
  }),
];
