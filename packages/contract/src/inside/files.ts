import { z } from 'zod';

/** Query of the routes for files of an instance. */
export const filePathSchema = z.object({
  path: z
    .string()
    .min(1)
    .max(4096)
    .regex(/^\/[^\0]*$/, 'A path from the root, such as /etc/hosts')
    .describe('A file or folder to read; the folder to write into'),
});
