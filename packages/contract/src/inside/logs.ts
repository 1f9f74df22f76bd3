import { z } from 'zod';

/** One line that an instance has written. */
export const logLineSchema = z.object({
  from: z.enum(['stdout', 'stderr']),
  at: z.string().nullable().describe('When its host took note of it, ISO 8601; null when it did not'),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const mostLogLines = 10_000;

/** Query of `GET /instances/{id}/logs`. */
export const logQuerySchema = z.object({
  tail: z.coerce.number().int().min(0).max(mostLogLines).default(500).describe('So many of the last lines'),
  since: z.iso.datetime().optional().describe('Only lines from then on'),
  search: z.string().max(500).default('').describe('Only lines with this text, in any case of letters'),
  follow: z.stringbool().default(false).describe('Go on with what is written from now on'),
  as: z
    .enum(['lines', 'text'])
    .default('lines')
    .describe('lines: one JSON object a line; text: a file, whole where tail is not given'),
});
export type LogQuery = z.infer<typeof logQuerySchema>;
