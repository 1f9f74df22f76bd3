import { z } from 'zod';
import { backendSettingsSchema } from '../backends/settings.ts';
import { globalRoleSchema, projectRoleSchema } from '../identity/roles.ts';
import { resourceKindSchema, timestampSchema } from '../resources/base.ts';
import { quotaSchema } from '../resources/identity.ts';
import { operationSchema } from '../resources/operation.ts';

/** Query parameters of every collection (DESIGN §10). `limit` at most 1,000. */
export const listQuerySchema = z.object({
  q: z.string().max(2_000).default(''),
  sort: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(0).max(1_000).default(100),
  cursor: z.string().max(500).optional(),
  project: z.string().optional(),
});

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    total: z.number().int(),
    revision: z.number().int(),
    nextCursor: z.string().nullable(),
  });

export const usernameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9._@-]+$/, 'Use letters, digits and . _ @ -');
/** Length only, as OWASP ASVS 5.0 V6.2 asks; argon2id takes any characters. */
export const passwordSchema = z.string().min(8, 'Use at least 8 characters').max(256);

export const credentialsSchema = z.strictObject({
  username: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
});

export const sessionSchema = z.object({
  user: z.object({
    id: z.string(),
    username: z.string(),
    displayName: z.string().nullable(),
    role: globalRoleSchema.nullable(),
  }),
  memberships: z.array(z.object({ project: z.string(), projectName: z.string(), role: projectRoleSchema })),
  permissions: z.array(z.string()).describe('Over everything'),
  projectPermissions: z.record(z.string(), z.array(z.string())).describe('By project id'),
  csrfToken: z
    .string()
    .describe(
      'Pages send it as X-CSRF-Token with every change made with the cookie; where it is sent it must be right',
    ),
  expiresAt: timestampSchema,
  demo: z.boolean(),
  version: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;

export const changePasswordSchema = z.strictObject({ current: z.string(), next: passwordSchema });

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: timestampSchema,
  expiresAt: timestampSchema.nullable(),
  lastUsedAt: timestampSchema.nullable(),
});
export const createTokenSchema = z.strictObject({
  name: z.string().min(1).max(100),
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(90),
});
export const createdTokenSchema = tokenSchema.extend({ token: z.string().describe('Shown once') });

export const operationReplySchema = z.object({ operation: operationSchema });

export const bulkActionSchema = z.strictObject({
  ids: z.array(z.string()).min(1).max(1_000),
  action: z.string(),
  args: z.record(z.string(), z.unknown()).default({}),
  dryRun: z.boolean().default(false).describe('Only say who would be allowed and who refused, and why'),
});
export const bulkReplySchema = z.object({
  batch: z.string().nullable(),
  allowed: z.array(z.object({ id: z.string(), name: z.string(), operation: z.string().nullable() })),
  refused: z.array(
    z.object({ id: z.string(), name: z.string().nullable(), code: z.string(), reason: z.string() }),
  ),
});

export const metricSeriesSchema = z.object({
  id: z.string(),
  stepSeconds: z.number(),
  /** Milliseconds since 1970 of the first point. */
  start: z.number(),
  series: z
    .record(z.string(), z.array(z.number().nullable()))
    .describe('cpuPercent, memoryUsedMiB, diskBytesPerSecond, networkBytesPerSecond'),
});
export type MetricSeries = z.infer<typeof metricSeriesSchema>;

export const rawSchema = z.object({ format: z.enum(['xml', 'json']), text: z.string() });

export const addBackendSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'Use lower-case letters, digits and dashes, 32 at most'),
  name: z.string().min(1).max(100),
  settings: backendSettingsSchema,
});
/** Stands where a secret is kept: answers show it, and what is sent back as it is keeps the stored one. */
export const keptSecret = '\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022';
export const backendSettingsReplySchema = z.object({
  settings: backendSettingsSchema.describe('Every secret is replaced by dots'),
});
export const changeBackendSchema = z.strictObject({
  name: addBackendSchema.shape.name.optional(),
  settings: backendSettingsSchema
    .optional()
    .describe('Dots keep a stored secret, as long as the address that it is for stays'),
});
export const probeReplySchema = z.object({
  ok: z.boolean(),
  parts: z.array(
    z.object({
      address: z.string(),
      ok: z.boolean(),
      step: z.enum(['name', 'connect', 'tls', 'login', 'privilege', 'done']).describe('How far it came'),
      message: z.string(),
      advice: z.string().nullable(),
      version: z.string().nullable(),
      latencyMs: z.number().nullable(),
      fingerprint: z.string().nullable(),
    }),
  ),
});
export type ProbeReply = z.infer<typeof probeReplySchema>;

export const createUserSchema = z.strictObject({
  username: usernameSchema,
  password: passwordSchema,
  displayName: z.string().max(100).nullable().default(null),
  role: globalRoleSchema.nullable().default(null),
});
export const changeUserSchema = z.strictObject({
  displayName: z.string().max(100).nullable().optional(),
  role: globalRoleSchema.nullable().optional(),
  disabled: z.boolean().optional(),
  password: passwordSchema.optional(),
});
/** Letters of any script: a project is called what its people call it. */
const projectNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N} _.-]*$/u,
    'Use letters, digits, spaces and _ . -, starting with a letter or digit',
  );
export const createProjectSchema = z.strictObject({
  name: projectNameSchema,
  description: z.string().max(1000).nullable().default(null),
});
export const changeProjectSchema = z.strictObject({
  name: projectNameSchema.optional(),
  description: z.string().max(1000).nullable().optional(),
  disabled: z.boolean().optional(),
  quota: quotaSchema.partial().optional(),
});
export const membershipBodySchema = z.strictObject({ role: projectRoleSchema });

export const auditRecordSchema = z.object({
  sequence: z.number().int(),
  at: timestampSchema,
  actor: z.string(),
  actorId: z.string().nullable(),
  action: z.string(),
  outcome: z.enum(['allowed', 'denied', 'failed', 'succeeded']),
  targetKind: resourceKindSchema.nullable(),
  target: z.string().nullable(),
  address: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string().describe('HMAC-SHA-256 of this record and the hash before it, hex'),
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;
export const auditQuerySchema = z.object({
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  q: z.string().max(200).default(''),
});
export const auditPageSchema = z.object({
  items: z.array(auditRecordSchema),
  nextBefore: z.number().int().nullable(),
});
export const auditVerifySchema = z.object({
  ok: z.boolean(),
  records: z.number().int(),
  firstBroken: z.number().int().nullable(),
});

export const setupSchema = z.object({
  found: z.array(
    z.object({
      backendKind: z.string(),
      address: z.string(),
      usable: z.boolean(),
      reason: z.string().nullable(),
    }),
  ),
  backends: z.number().int(),
});
export const rangeQuerySchema = z.object({ minutes: z.coerce.number().int().min(1).max(1440).default(60) });
