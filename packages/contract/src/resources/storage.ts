import { z } from 'zod';
import { catalogueFactsSchema, imageVisibilitySchema } from '../images/image-facts.ts';
import { resourceBaseSchema, timestampSchema } from './base.ts';

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
});
export type StoragePool = z.infer<typeof storagePoolSchema>;

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
