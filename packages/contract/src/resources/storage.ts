import { z } from 'zod';
import { catalogueFactsSchema, imageVisibilitySchema } from '../images/image-facts.ts';
import { resourceBaseSchema, timestampSchema } from './base.ts';
import { poolGroupSchema, structureFields } from './structure.ts';

export const storagePoolSchema = resourceBaseSchema.extend({
  kind: z.literal('storage-pool'),
  status: z.enum(['active', 'inactive', 'building', 'degraded', 'unreachable', 'unknown']),
  type: z.string().describe('dir, nfs, logical, rbd, vmfs, local, ...'),
  hosts: z.array(z.string()).describe('Host ids that see it'),
  shared: z.boolean(),
  path: z.string().nullable(),
  capacityBytes: z.number().nullable(),
  usedBytes: z.number().nullable(),
  promisedBytes: z.number().nullable().describe('Sum of the virtual sizes of its volumes'),
  volumeCount: z.number().int(),
  autostart: z.boolean().nullable(),
  ...structureFields,
  poolGroup: poolGroupSchema
    .nullable()
    .optional()
    .describe('What it is used as one with; absent where the back end knows no such thing'),
});
export type StoragePool = z.infer<typeof storagePoolSchema>;

/** What a host keeps of an image, so that the next launch there need not wait for it. */
export const imageCopySchema = z.object({
  sha256: z.string().describe('Of the whole image: images of the same content share their copies'),
  host: z.string().describe('Host id'),
  receivedBytes: z.number().nullable().describe('So much of it is there; less than the image has: a part'),
  arriving: z.boolean().describe('It is being carried there at this moment'),
  clones: z.number().int().describe('Volumes that stand on it, and would be lost without it'),
  lastUsedAt: timestampSchema.nullable().describe('Last launch that is known of; null: none is'),
});
export type ImageCopy = z.infer<typeof imageCopySchema>;

export const volumeSchema = resourceBaseSchema.extend({
  kind: z.literal('volume'),
  status: z.enum(['available', 'in-use', 'creating', 'deleting', 'error', 'unknown']),
  pool: z.string().nullable().describe('Storage pool id'),
  poolName: z.string().nullable(),
  format: z.string().nullable(),
  capacityBytes: z.number().nullable().describe('Virtual size'),
  usedBytes: z.number().nullable().describe('Really allocated'),
  path: z.string().nullable(),
  backingVolume: z.string().nullable().describe('Path of the image it was cloned from'),
  attachedTo: z.array(z.string()).describe('Instance ids'),
  copyOf: imageCopySchema.nullable().optional().describe("Set of a copy of an image of Orrery's catalogue"),
});
export type Volume = z.infer<typeof volumeSchema>;

export const imageSchema = resourceBaseSchema.extend({
  kind: z.literal('image'),
  status: z.enum([
    'available',
    'uploading',
    'importing',
    'checking',
    'converting',
    'deprecated',
    'error',
    'unknown',
  ]),
  format: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  virtualSizeBytes: z.number().nullable(),
  os: z.string().nullable(),
  architecture: z.string().nullable(),
  minDiskGiB: z.number().nullable(),
  minMemoryMiB: z.number().nullable(),
  visibility: imageVisibilitySchema,
  protected: z.boolean(),
  createdAt: timestampSchema.nullable(),
  catalogue: catalogueFactsSchema.nullable().optional().describe("Null for images of a backend's own"),
});
export type Image = z.infer<typeof imageSchema>;

export const snapshotSchema = resourceBaseSchema.extend({
  kind: z.literal('snapshot'),
  status: z.enum(['available', 'creating', 'deleting', 'error', 'unknown']),
  instance: z.string().describe('Instance id'),
  instanceName: z.string(),
  withMemory: z.boolean(),
  current: z.boolean(),
  parent: z.string().nullable(),
  description: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  createdAt: timestampSchema.nullable(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
