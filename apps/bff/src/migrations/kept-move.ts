import { migrationSettings } from '@orrery/contract/actions/migrate-args.ts';
import { migrationSchema } from '@orrery/contract/migrations/migration.ts';
import { remedyKinds } from '@orrery/contract/migrations/vocabulary.ts';
import { z } from 'zod';

const spanSchema = z.object({ expected: z.number(), atMost: z.number() });

/** What a move is followed with: set when it began, and needed again after a restart. */
export const moveBasisSchema = z.object({
  plan: z.object({
    memoryBytes: z.number(),
    residentBytes: z.number().optional(),
    diskBytes: z.number().optional(),
    expectedBandwidth: z.number().optional(),
    limits: z.object({
      bandwidth: z.number().nullable(),
      downtimeMs: z.number(),
      autoConverge: z.boolean(),
    }),
    dirtying: z
      .array(
        z.object({
          windowSeconds: z.number(),
          bytesPerSecond: z.number(),
          sampledPages: z.number().nullable(),
        }),
      )
      .optional(),
  }),
  offers: z.array(
    z.object({
      kind: z.enum(remedyKinds),
      applies: z.enum(['now', 'restart']),
      most: z.number().optional(),
    }),
  ),
  /** What could be set for it: with these it can be begun anew. Unknown of moves that older versions began. */
  settings: z.array(z.enum(migrationSettings)).optional(),
  /** Of one that stops on its way: how long the whole and the stop were thought to take, ms. */
  stop: z.object({ totalMs: spanSchema, stopMs: spanSchema }).nullable(),
});
export type MoveBasis = z.infer<typeof moveBasisSchema>;

/** A move as it is on disk. */
export const keptMoveSchema = z.object({
  row: migrationSchema,
  basis: moveBasisSchema.nullable(),
  shown: z.number(),
});
export type KeptMove = z.infer<typeof keptMoveSchema>;
