import { z } from 'zod';

/** Formats that the catalogue takes. */
export const imageFormats = ['qcow2', 'raw', 'vmdk', 'iso', 'ova'] as const;
export const imageFormatSchema = z.enum(imageFormats);
export type ImageFormat = z.infer<typeof imageFormatSchema>;

export const imageVisibilities = ['private', 'shared', 'public'] as const;
export const imageVisibilitySchema = z.enum(imageVisibilities);

/** What only images of Orrery's own catalogue have. */
export const catalogueFactsSchema = z.object({
  owner: z
    .string()
    .nullable()
    .describe('Project id; null for images that belong to all, and where it is not yours to know'),
  sharedWith: z.array(z.string()).describe('Project ids among your own that it is shared with'),
  description: z.string().nullable(),
  sha256: z.string().nullable().describe('Of the bytes, hex; null until they are all here'),
  receivedBytes: z.number().int(),
  source: z.discriminatedUnion('from', [
    z.object({ from: z.literal('upload'), fileName: z.string().nullable() }),
    z.object({ from: z.literal('url'), url: z.string().describe('Without its query') }),
    z.object({ from: z.literal('instance') }).describe('The disk of an instance'),
  ]),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  deprecated: z.boolean(),
});
export type CatalogueFacts = z.infer<typeof catalogueFactsSchema>;
