import { z } from 'zod';

const handleSchema = z.object({
  /** Engine id of the container that is moved. */
  container: z.string(),
  from: z.string(),
  to: z.string(),
  wasRunning: z.boolean(),
  restart: z.object({ Name: z.string(), MaximumRetryCount: z.number() }),
  /** Milliseconds since 1970. */
  began: z.number(),
});

/** What has to be known to bring a move to an end, whatever became of whoever began it. On disk before anything changes. */
export type MoveHandle = z.infer<typeof handleSchema>;

export const writeHandle = (handle: MoveHandle): string => JSON.stringify(handle);

export function readHandle(text: string | null): MoveHandle | null {
  return text === null ? null : handleSchema.parse(JSON.parse(text));
}
