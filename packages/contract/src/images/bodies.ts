import { z } from 'zod';
import { imageFormatSchema, imageVisibilitySchema } from './image-facts.ts';

/** Sizes are counted in bytes and kept exact: 2^53 is 8 PiB. */
const byteCount = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

const name = z.string().trim().min(1).max(200);
const minimum = z.number().int().min(0).max(1_048_576);

/** What people say of an image. */
const describedFields = {
  description: z.string().max(4000).nullable(),
  os: z.string().max(64).nullable().describe('Such as debian-12'),
  architecture: z.string().max(32).nullable(),
  minDiskGiB: minimum.nullable(),
  minMemoryMiB: minimum.nullable(),
};

const hexSha256 = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, 'SHA-256 in hex: 64 digits')
  .transform(text => text.toLowerCase());

export const imageSourceSchema = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('upload'),
    sizeBytes: byteCount,
    fileName: z.string().max(255).nullable().default(null),
  }),
  z.strictObject({ from: z.literal('url'), url: z.url({ protocol: /^https?$/ }).max(2000) }),
]);

/** Body of `POST /images`. An upload is then continued at `/uploads/{id}` (tus 1.0). */
export const createImageSchema = z.strictObject({
  name,
  project: z.string().nullable().default(null).describe('Null: the only project I can add images to'),
  source: imageSourceSchema,
  format: imageFormatSchema
    .nullable()
    .default(null)
    .describe('Null: found by looking; raw data of no known kind needs raw'),
  sha256: hexSha256.nullable().default(null).describe('Refused when the bytes do not have it'),
  visibility: imageVisibilitySchema.default('private').describe('public needs image.publish'),
  ...z.object(describedFields).partial().shape,
});
export type CreateImage = z.infer<typeof createImageSchema>;
export type CreateImageInput = z.input<typeof createImageSchema>;

export const changeImageSchema = z
  .strictObject({
    name,
    ...describedFields,
    visibility: imageVisibilitySchema,
    sharedWith: z.array(z.string()).max(200).describe('Project ids; counts while visibility is shared'),
    protected: z.boolean().describe('Cannot be deleted'),
    deprecated: z.boolean().describe('Works still; new launches are advised against it'),
  })
  .partial();
export type ChangeImage = z.infer<typeof changeImageSchema>;

export const convertImageSchema = z.strictObject({ format: z.enum(['qcow2', 'raw']) });

/** What this installation takes and can do, for forms that say it before anything is sent. */
export const imageOptionsSchema = z.object({
  largestBytes: z.number(),
  conversion: z.object({
    available: z.boolean(),
    code: z.string().nullable().describe('Why not; stable'),
    reason: z.string().nullable(),
  }),
  chunkBytes: z.number().int().describe('Good size of one part of an upload'),
});
export type ImageOptions = z.infer<typeof imageOptionsSchema>;
