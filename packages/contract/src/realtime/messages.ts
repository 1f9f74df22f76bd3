import { z } from 'zod';
import { actionStateSchema, resourceKindSchema } from '../resources/base.ts';

/** Limits that the gateway enforces; a client that exceeds one has that request refused (docs/specs/realtime.md). */
export const realtimeLimits = { maxWindow: 500, maxQueryLength: 2_000, maxSubscriptions: 64 } as const;

export const windowSchema = z.strictObject({
  offset: z.number().int().nonnegative(),
  limit: z.number().int().nonnegative().max(realtimeLimits.maxWindow),
});
export type QueryWindow = z.infer<typeof windowSchema>;

/** Where a reconnecting client stands. */
export const resumePointSchema = z.strictObject({
  epoch: z.string(),
  revision: z.number().int().nonnegative(),
});

/** Rows for a picture of thousands of them: what can not be seen in it is not sent (RT-28 to RT-30). */
export const sketchSchema = z.strictObject({
  everyMs: z.number().int().min(0).max(60_000).default(0).describe('Frames are at least this far apart'),
  steps: z
    .record(z.string().max(64), z.number().positive())
    .default({})
    .describe('Fields of numbers, each rounded to whole multiples of its step'),
  digits: z
    .record(z.string().max(64), z.number().int().min(1).max(15))
    .default({})
    .describe('Fields of numbers, each rounded to so many significant digits'),
});
export type Sketch = z.infer<typeof sketchSchema>;

export const rowsSubscribeSchema = z.strictObject({
  type: z.literal('rows'),
  topic: resourceKindSchema,
  q: z.string().max(realtimeLimits.maxQueryLength).default(''),
  sort: z.string().max(200).default('name'),
  window: windowSchema,
  fields: z
    .array(z.string().max(64))
    .max(32)
    .optional()
    .describe('Only these fields of each row, beside id, kind and actions; all when absent'),
  sketch: sketchSchema.optional(),
  project: z.string().nullable().default(null).describe('Narrow to one project; null for all one may see'),
  resume: resumePointSchema.optional(),
  replaces: z
    .string()
    .max(64)
    .optional()
    .describe(
      'Live query of this connection that gives way to this one; answered with one delta if possible',
    ),
});
export const aggregateSubscribeSchema = z.strictObject({
  type: z.literal('aggregate'),
  topic: resourceKindSchema,
  q: z.string().max(realtimeLimits.maxQueryLength).default(''),
  groupBy: z.string().max(64).nullable().default(null),
  sums: z.array(z.string().max(64)).max(8).default([]),
  project: z.string().nullable().default(null),
});
/** `subscribe`: client to server; the acknowledgement is a SubscribeReply. */
export const subscribeSchema = z.discriminatedUnion('type', [rowsSubscribeSchema, aggregateSubscribeSchema]);
export type SubscribeRequest = z.infer<typeof subscribeSchema>;

const rowSchema = z.looseObject({ id: z.string(), kind: resourceKindSchema });

/** A frame's lists of actions; `actions` of its rows is a place in it (action-sets.ts). */
const actionSetsSchema = z.array(z.array(actionStateSchema)).optional();

/** Full content of a window at one revision. */
export const rowsSnapshotSchema = z.object({
  type: z.literal('snapshot'),
  query: z.string().describe('Names the live query in later deltas'),
  epoch: z.string(),
  revision: z.number().int(),
  total: z.number().int(),
  offset: z.number().int(),
  items: z.array(rowSchema),
  actionSets: actionSetsSchema,
  asOf: z.iso.datetime(),
});
export type RowsSnapshot = z.infer<typeof rowsSnapshotSchema>;

/**
 * New values of one field. `at`: places in the window's order as of this frame, ascending, each as the distance to the
 * one before it. `to`: what stands there now.
 */
export const patchColumnSchema = z.object({ at: z.array(z.number()), to: z.array(z.unknown()) });
export type PatchColumn = z.infer<typeof patchColumnSchema>;

/** `delta`: what changed in the window between two revisions. Apply only when `from` is the revision held. */
export const rowsDeltaSchema = z.object({
  type: z.literal('delta'),
  query: z.string(),
  epoch: z.string(),
  fromEpoch: z
    .string()
    .optional()
    .describe('Epoch of `from` where this delta leads over from another live query'),
  replaces: z
    .string()
    .optional()
    .describe('The live query that ended with this delta, when the server ended it: rights have changed'),
  from: z.number().int(),
  to: z.number().int(),
  upserts: z.array(rowSchema),
  patch: z
    .record(z.string(), patchColumnSchema)
    .optional()
    .describe('By field: what changed in rows that stay, for sketches; such rows are not among the upserts'),
  actionSets: actionSetsSchema,
  removes: z.array(z.string()),
  order: z
    .array(z.string())
    .optional()
    .describe('All ids of the window in order; only when order or membership changed'),
  total: z.number().int(),
  offset: z.number().int().optional().describe('Only with `fromEpoch`'),
  asOf: z.iso.datetime(),
});
export type RowsDelta = z.infer<typeof rowsDeltaSchema>;

export const aggregateGroupSchema = z.object({
  key: z.string().nullable(),
  count: z.number().int(),
  sums: z.record(z.string(), z.number()),
});
export const aggregateSnapshotSchema = z.object({
  type: z.literal('aggregate'),
  query: z.string(),
  epoch: z.string(),
  revision: z.number().int(),
  groups: z.array(aggregateGroupSchema),
  asOf: z.iso.datetime(),
});
export type AggregateSnapshot = z.infer<typeof aggregateSnapshotSchema>;

/** `resync`: what the client holds of this query is void; subscribe again. */
export const resyncSchema = z.object({
  type: z.literal('resync'),
  query: z.string(),
  reason: z.enum(['gap', 'slow', 'scope', 'epoch', 'closed']),
});
export type Resync = z.infer<typeof resyncSchema>;

export const realtimeErrorSchema = z.object({
  type: z.literal('error'),
  code: z.string(),
  message: z.string(),
  diagnostics: z
    .array(
      z.object({ from: z.number(), to: z.number(), message: z.string(), suggestion: z.string().optional() }),
    )
    .default([]),
});
export type RealtimeError = z.infer<typeof realtimeErrorSchema>;

/** Acknowledgement of `subscribe`. A resumed query is answered with the merged delta. */
export const subscribeReplySchema = z.discriminatedUnion('type', [
  rowsSnapshotSchema,
  rowsDeltaSchema,
  aggregateSnapshotSchema,
  realtimeErrorSchema,
]);
export type SubscribeReply = z.infer<typeof subscribeReplySchema>;

/** `unsubscribe`: client to server. */
export const unsubscribeSchema = z.strictObject({ query: z.string() });

/** `hello`: first message of the server on every connection. */
export const helloSchema = z.object({
  protocol: z.number().int(),
  epoch: z.string(),
  now: z.iso.datetime(),
  user: z.string(),
  heartbeatSeconds: z.number(),
});
export type Hello = z.infer<typeof helloSchema>;

/** Where a live query of this connection stands. */
export const queryStatusSchema = z.object({
  query: z.string(),
  epoch: z.string(),
  revision: z.number().int(),
  asOf: z.iso.datetime(),
});
export type QueryStatus = z.infer<typeof queryStatusSchema>;

/** `heartbeat`: every `heartbeatSeconds`; says that the inventory is alive, and revision and age of each query. */
export const heartbeatSchema = z.object({
  now: z.iso.datetime(),
  revision: z.number().int(),
  oldestAsOf: z.iso.datetime().nullable(),
  queries: z.array(queryStatusSchema),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;
