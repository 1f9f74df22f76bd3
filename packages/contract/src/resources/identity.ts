import { z } from 'zod';
import { globalRoleSchema, projectRoleSchema } from '../identity/roles.ts';
import { resourceBaseSchema, timestampSchema } from './base.ts';

export const quotaSchema = z.object({
  instances: z.number().int().nullable(),
  vcpus: z.number().int().nullable(),
  memoryMiB: z.number().int().nullable(),
  volumes: z.number().int().nullable(),
  volumeGiB: z.number().int().nullable(),
  snapshots: z.number().int().nullable(),
  networks: z.number().int().nullable(),
  images: z.number().int().nullable(),
});
export type Quota = z.infer<typeof quotaSchema>;

export const membershipSchema = z.object({ user: z.string(), username: z.string(), role: projectRoleSchema });

export const projectSchema = resourceBaseSchema.extend({
  kind: z.literal('project'),
  status: z.enum(['active', 'disabled']),
  description: z.string().nullable(),
  members: z.array(membershipSchema),
  quota: quotaSchema,
  instanceCount: z.number().int(),
  createdAt: timestampSchema,
});
export type Project = z.infer<typeof projectSchema>;

export const userSchema = resourceBaseSchema.extend({
  kind: z.literal('user'),
  status: z.enum(['active', 'disabled']),
  username: z.string(),
  displayName: z.string().nullable(),
  role: globalRoleSchema.nullable().describe('Role over everything; null for a tenant user'),
  identitySource: z.enum(['local', 'oidc']),
  memberships: z.array(z.object({ project: z.string(), projectName: z.string(), role: projectRoleSchema })),
  createdAt: timestampSchema,
  lastLoginAt: timestampSchema.nullable(),
});
export type User = z.infer<typeof userSchema>;
