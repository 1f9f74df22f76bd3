import { z } from 'zod';

/** `images:` in orrery.yaml. */
export const imageSettingsSchema = z.strictObject({
  largestGiB: z.number().min(0.001).max(65_536).default(256).describe('Largest file that is taken'),
  keepFreeGiB: z
    .number()
    .min(0)
    .max(65_536)
    .default(2)
    .describe('Uploads stop before less than this is free'),
  importFrom: z
    .array(z.string().min(1).max(255))
    .max(100)
    .default([])
    .describe('Host names, addresses or ranges that images may be imported from although they are private'),
  uploadDays: z.number().min(0.01).max(365).default(7).describe('Uploads nobody goes on with are forgotten'),
});
export type ImageSettings = z.infer<typeof imageSettingsSchema>;
