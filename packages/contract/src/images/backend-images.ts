import { z } from 'zod';

/** Names as registries know them: registry, repository, tag or digest. */
export const imageReferenceSchema = z
  .string()
  .trim()
  .min(1)
  .max(400)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._\-/:@]*$/, 'Such as nginx:1.27 or registry.example:5000/team/web:1');

/** How a host comes to an image of its own. `archive`: what `POST /archives` has answered. */
export const imageMakingSchema = z.discriminatedUnion('from', [
  z
    .strictObject({ from: z.literal('registry'), reference: imageReferenceSchema })
    .describe('Logins of registries are settings of the back end'),
  z.strictObject({
    from: z.literal('context'),
    archive: z.string(),
    tag: imageReferenceSchema,
    recipe: z
      .string()
      .min(1)
      .max(1024)
      .nullable()
      .default(null)
      .describe('File in the archive that says how; null: by its usual name'),
    args: z.record(z.string().regex(/^\w+$/), z.string().max(4096)).default({}),
  }),
  z.strictObject({ from: z.literal('archive'), archive: z.string() }),
]);
export type ImageMaking = z.infer<typeof imageMakingSchema>;

export const archiveSchema = z.object({ id: z.string(), sizeBytes: z.number().int() });

export const pruneScopes = ['unnamed', 'unused'] as const;
export const pruneQuerySchema = z.object({
  scope: z
    .enum(pruneScopes)
    .default('unnamed')
    .describe('unnamed: what no name leads to; unused: all that no instance is made of'),
});
export type PruneScope = z.infer<typeof pruneQuerySchema>['scope'];

/** What would be freed, before anything is. Deleting it is a bulk action on exactly these images. */
export const prunableSchema = z.object({
  images: z.array(
    z.object({
      id: z.string().describe('Image id'),
      name: z.string(),
      bytes: z.number().describe('Of layers that nothing but images listed here has'),
    }),
  ),
  bytes: z.number().describe('Freed when all of them go: each layer counted once'),
});
export type Prunable = z.infer<typeof prunableSchema>;
