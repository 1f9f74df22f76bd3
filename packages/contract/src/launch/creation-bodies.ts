import { z } from 'zod';
import { networkCreationSchema, volumeCreationSchema } from '../creation/creation.ts';

/** Body of `POST /volumes`. */
export const createVolumeSchema = volumeCreationSchema
  .partial({ pool: true, format: true, source: true })
  .extend({
    project: z.string().nullable().default(null).describe('Null: the only project I can make volumes in'),
    backend: z
      .string()
      .nullable()
      .default(null)
      .describe('Where to make it, unless pool, source or instance say it; needs fleet.read'),
    instance: z
      .string()
      .nullable()
      .default(null)
      .describe('An instance that is to be able to attach it: it is made where that one is'),
  });
export type CreateVolume = z.infer<typeof createVolumeSchema>;
export type CreateVolumeInput = z.input<typeof createVolumeSchema>;

/** Body of `POST /networks`. */
export const createNetworkSchema = networkCreationSchema.extend({
  project: z.string().nullable().default(null).describe('Owner; null: nobody, so it can be offered to all'),
  backend: z.string().nullable().default(null).describe('Null: the only one that makes networks'),
  host: z.string().nullable().default(null).describe('Host id; null where the backend makes it everywhere'),
});
export type CreateNetwork = z.infer<typeof createNetworkSchema>;
export type CreateNetworkInput = z.input<typeof createNetworkSchema>;

export const changeNetworkSchema = z.strictObject({
  offered: z.boolean().describe('Whether all projects may connect to it; only where nobody owns it'),
});

const flavorName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9 _.-]*$/, 'Use letters, digits, spaces and _ . -');
const sizes = {
  vcpus: z.number().int().min(1).max(768),
  memoryMiB: z.number().int().min(16).max(16_777_216),
  diskGiB: z.number().int().min(0).max(65_536).describe('0: as large as the image'),
};
export const createFlavorSchema = z.strictObject({
  name: flavorName,
  ...sizes,
  description: z.string().max(500).nullable().default(null),
  project: z.string().nullable().default(null).describe('Only for this project; null: for all'),
});
export const changeFlavorSchema = z.strictObject({
  name: flavorName.optional(),
  vcpus: sizes.vcpus.optional(),
  memoryMiB: sizes.memoryMiB.optional(),
  diskGiB: sizes.diskGiB.optional(),
  description: z.string().max(500).nullable().optional(),
  disabled: z.boolean().optional(),
});
