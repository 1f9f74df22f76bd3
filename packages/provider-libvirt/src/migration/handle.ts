import { z } from 'zod';

const copySchema = z.object({
  /** Target name at the guest, such as vda. */
  device: z.string(),
  /** Of the volume at the source: goes when the move has succeeded. */
  from: z.object({ pool: z.string(), name: z.string(), path: z.string() }),
  /** Of the one made at the destination: goes when it has failed. */
  to: z.object({ pool: z.string(), name: z.string(), path: z.string() }),
});
/** A disk that is copied. */
export type DiskCopy = z.infer<typeof copySchema>;

const handleSchema = z.object({
  from: z.string(),
  to: z.string(),
  method: z.enum(['live', 'block', 'cold']),
  /** When it was begun, ms since 1970. */
  at: z.number(),
  /** What the instance did before. */
  was: z.enum(['running', 'paused', 'stopped']),
  /** The guest's own uptime, and when it was read. */
  uptime: z.object({ seconds: z.number(), at: z.number() }).nullable(),
  copies: z.array(copySchema),
  /** Its interfaces go through the packet filter of its security groups, which moves along. */
  guarded: z.boolean().default(false),
});

/** All that a later process needs to follow a move, and to tidy up after it. */
export type MoveHandle = z.infer<typeof handleSchema>;

export const writeHandle = (handle: MoveHandle): string => JSON.stringify(handle);

/** Null when it is none of ours. */
export function readHandle(text: string | null): MoveHandle | null {
  if (text === null) return null;
  try {
    return handleSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
