import { z } from 'zod';

/** Answer of `GET /volumes/{id}/content/facts`: what a download would be now. */
export const volumeContentFactsSchema = z.object({
  available: z.boolean(),
  code: z.string().nullable().describe('Why not; stable'),
  reason: z.string().nullable().describe('Why not, in words'),
  format: z.string().nullable(),
  sizeBytes: z.number().nullable().describe('Of the file; null when it is not known before its end'),
});
export type VolumeContentFacts = z.infer<typeof volumeContentFactsSchema>;
