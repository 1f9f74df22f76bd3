import { z } from 'zod';
import { pageOf } from '../http/bodies.ts';
import type { RouteSpec } from '../http/route.ts';
import { migrationSchema } from './migration.ts';
import { migrationOptionsSchema } from './options.ts';
import { createPlanSchema, planSchema, whatIfSchema } from './plans.ts';

/** With these settings it is predicted; left out: as they would be by themselves. */
export const migrationOptionsQuerySchema = z.object({
  bandwidth: z.coerce.number().positive().optional().describe('Bytes per second'),
  downtimeMs: z.coerce.number().int().min(1).max(600_000).optional(),
  autoConverge: z.stringbool().default(false),
  postCopy: z.stringbool().default(false),
  measure: z
    .stringbool()
    .default(true)
    .describe('Take about a second to measure what the guest writes, where that can be'),
  longLook: z
    .stringbool()
    .default(false)
    .describe(
      'Take four seconds more for it, where the reply before said refinable; a move may begin meanwhile',
    ),
});
export type MigrationOptionsQuery = z.infer<typeof migrationOptionsQuerySchema>;

export const whatIfQuerySchema = z.object({ event: z.enum(['maintenance', 'loss']).default('maintenance') });

export const plansQuerySchema = z.object({
  host: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const migrationHistoryQuerySchema = z.object({
  instance: z.string().max(300).optional().describe('Only moves of this instance'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(500).optional().describe('nextCursor of the page before'),
});
export type MigrationHistoryQuery = z.infer<typeof migrationHistoryQuerySchema>;

export const migrationHistorySchema = pageOf(migrationSchema);
export type MigrationHistory = z.infer<typeof migrationHistorySchema>;

export const migrationRoutes: readonly RouteSpec[] = [
  {
    id: 'migrationOptions',
    method: 'GET',
    path: '/instances/{id}/migration-options',
    summary: 'Where an instance could move to, why not elsewhere, what it would cost, and which host is best',
    permission: 'instance.migrate',
    query: migrationOptionsQuerySchema,
    response: migrationOptionsSchema,
    status: 200,
  },
  {
    id: 'migrationHistory',
    method: 'GET',
    path: '/migrations/history',
    summary: 'Every move that has ended, newest first: also those that the inventory no longer holds',
    permission: 'fleet.read',
    query: migrationHistoryQuerySchema,
    response: migrationHistorySchema,
    status: 200,
  },
  {
    id: 'whatIf',
    method: 'GET',
    path: '/hosts/{id}/what-if',
    summary: 'Where everything on a host would go if it went into maintenance, or died now',
    permission: 'fleet.read',
    query: whatIfQuerySchema,
    response: whatIfSchema,
    status: 200,
  },
  {
    id: 'createPlan',
    method: 'POST',
    path: '/plans',
    summary: 'Plan to empty a host; nothing is done before it is run',
    permission: 'host.maintain',
    body: createPlanSchema,
    response: planSchema,
    status: 201,
  },
  {
    id: 'listPlans',
    method: 'GET',
    path: '/plans',
    summary: 'Plans, newest first',
    permission: 'fleet.read',
    query: plansQuerySchema,
    response: z.object({ items: z.array(planSchema) }),
    status: 200,
  },
  {
    id: 'getPlan',
    method: 'GET',
    path: '/plans/{id}',
    summary: 'One plan, with how far each step is',
    permission: 'fleet.read',
    response: planSchema,
    status: 200,
  },
  {
    id: 'actOnPlan',
    method: 'POST',
    path: '/plans/{id}/actions/{action}',
    summary: 'run, pause, resume or cancel a plan; moves under way go on to their end, but for cancel',
    permission: 'host.maintain',
    response: planSchema,
    status: 202,
  },
];
