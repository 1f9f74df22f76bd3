import { z } from 'zod';

/** What it takes to go on with a move after a crash of ours. */
const handleSchema = z.object({
  /** Null: bound before the task was begun, because the guest had to be stopped first. */
  task: z.string().nullable(),
  method: z.enum(['live', 'block', 'cold']),
  /** Native host ids. */
  from: z.string(),
  to: z.string(),
  /** It ran when it was begun. */
  ran: z.boolean(),
  /** When the guest was last switched on, as vCenter told then. */
  bootedAt: z.string().nullable(),
  /** When it was begun, by our clock; milliseconds since 1970. */
  at: z.number(),
});
export type MoveHandle = z.infer<typeof handleSchema>;

export const writeHandle = (handle: MoveHandle): string => JSON.stringify(handle);

export function readHandle(text: string | null): MoveHandle | null {
  if (text === null) return null;
  try {
    return handleSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
