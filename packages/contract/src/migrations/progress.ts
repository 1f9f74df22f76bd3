import { z } from 'zod';
import { timestampSchema } from '../resources/base.ts';

const bytes = z.number().nonnegative();
const rate = bytes.describe('Bytes per second');

export const memoryProgressSchema = z.object({
  totalBytes: bytes,
  remainingBytes: bytes,
  sentBytes: bytes.describe(
    'May be several times the total: pages are sent again when they were written meanwhile',
  ),
  pass: z.number().int().nonnegative(),
  throughput: rate.nullable(),
  dirtyRate: rate.nullable().describe('What the guest writes, as believed; null while nothing is known'),
  workingSetBytes: bytes.nullable(),
  throttlePercent: z.number().min(0).max(99),
});

export const diskProgressSchema = z.object({
  totalBytes: bytes,
  doneBytes: bytes,
  throughput: rate.nullable(),
});

/** One pass over the list of dirty pages: the picture that tells whether a move gets closer. */
export const migrationPassSchema = z.object({
  pass: z.number().int().nonnegative(),
  endedAtMs: z.number().nonnegative().describe('Since the move began'),
  seconds: z.number().nonnegative(),
  sentBytes: bytes,
  dirtiedBytes: bytes.describe('Found dirty when the list was taken again'),
  leftBytes: bytes.describe('What the next pass has to send'),
});

/** More passes than this are not sent: the oldest fall off. */
export const mostPassesShown = 40;

export const migrationLimitsSchema = z.object({
  bandwidth: rate.nullable().describe('Null when not limited'),
  downtimeMs: z.number().nonnegative(),
  autoConverge: z.boolean(),
  postCopy: z.boolean().describe('Whether it may be switched to post-copy'),
});

export type MigrationLimits = z.infer<typeof migrationLimitsSchema>;

/** Proof that the guest came through. */
export const guestCheckSchema = z.object({
  method: z.enum(['uptime', 'agent', 'console', 'health', 'power-state']),
  survived: z.boolean().nullable().describe('Null when it could not be found out'),
  detail: z.string(),
  at: timestampSchema,
});
export type GuestCheck = z.infer<typeof guestCheckSchema>;
