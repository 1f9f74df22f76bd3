import { z } from 'zod';

/** RFC 9457 problem details, with a stable `code` and the reasons in words (DESIGN §10). */
export const problemSchema = z.object({
  type: z.string().describe('URI reference of the problem kind: /problems/<code>'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional().describe('Request id, also in the log'),
  code: z.string(),
  reasons: z.array(
    z.object({ code: z.string().optional(), field: z.string().optional(), message: z.string() }),
  ),
});
export type Problem = z.infer<typeof problemSchema>;
