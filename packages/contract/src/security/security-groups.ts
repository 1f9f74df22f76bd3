import { z } from 'zod';
import { timestampSchema } from '../resources/base.ts';

const portSchema = z.number().int().min(1).max(65_535);

/** What is let through. What no rule of any group of an instance lets through, is dropped. */
export const securityRuleSchema = z
  .strictObject({
    direction: z.enum(['in', 'out']).describe('Seen from the instance'),
    protocol: z.enum(['tcp', 'udp', 'icmp', 'any']),
    ports: z
      .strictObject({ from: portSchema, to: portSchema })
      .nullable()
      .default(null)
      .describe('Of the side that is reached, tcp and udp only; null: all'),
    remote: z
      .union([z.cidrv4(), z.cidrv6()])
      .nullable()
      .default(null)
      .describe('Range of the other side; null: anybody'),
  })
  .refine(
    ({ protocol, ports }) => ports === null || protocol === 'tcp' || protocol === 'udp',
    'Only tcp and udp have ports',
  )
  .refine(({ ports }) => ports === null || ports.from <= ports.to, 'Ports go from low to high');
export type SecurityRule = z.infer<typeof securityRuleSchema>;

const rulesSchema = z.array(securityRuleSchema).max(100);
const nameSchema = z.string().trim().min(1).max(64);
const descriptionSchema = z.string().max(500).nullable();

/**
 * Rules of a project that its instances share. Answers to what an instance asked are always let through, and so are
 * DHCP and ARP; as long as no group of an instance has a rule for `out`, everything may go out.
 */
export const securityGroupSchema = z.object({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  rules: z.array(securityRuleSchema),
  instances: z.array(z.string()).describe('Ids of the instances that have it, of those that I see'),
  createdAt: timestampSchema,
  changedAt: timestampSchema,
});
export type SecurityGroup = z.infer<typeof securityGroupSchema>;
export const securityGroupsSchema = z.object({ items: z.array(securityGroupSchema) });

export const securityGroupQuerySchema = z.object({
  project: z.string().optional().describe('Only of this project'),
});

export const createSecurityGroupSchema = z.strictObject({
  name: nameSchema,
  project: z.string().nullable().default(null).describe('Null: the only project I may do it in'),
  description: descriptionSchema.default(null),
  rules: rulesSchema.default([]),
});
export type CreateSecurityGroup = z.infer<typeof createSecurityGroupSchema>;
export type CreateSecurityGroupInput = z.input<typeof createSecurityGroupSchema>;

export const changeSecurityGroupSchema = z
  .strictObject({ name: nameSchema, description: descriptionSchema, rules: rulesSchema })
  .partial();
export type ChangeSecurityGroup = z.infer<typeof changeSecurityGroupSchema>;
export type ChangeSecurityGroupInput = z.input<typeof changeSecurityGroupSchema>;

/** Changed rules reach the instances that have the group by operations, one for each. */
export const changedSecurityGroupSchema = z.object({
  group: securityGroupSchema,
  batch: z.string().nullable().describe('Batch of the operations that apply it; null: no instance has it'),
  refused: z
    .array(z.object({ instance: z.string(), code: z.string(), reason: z.string() }))
    .describe('Instances that keep the old rules, and why'),
});
