import { z } from 'zod';

const price = z.number().min(0).max(1_000_000);

/** What an hour of each costs, set by an administrator; null: nothing is priced and no cost is shown. */
export const pricesSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'Three capital letters, as EUR (ISO 4217)'),
  vcpuHour: price,
  memoryGiBHour: price,
  volumeGiBHour: price,
});
export type Prices = z.infer<typeof pricesSchema>;

export const priceSettingSchema = z.strictObject({ prices: pricesSchema.nullable() });

export const costQuerySchema = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'A month as 2026-11')
    .optional()
    .describe('Left out: this month'),
});

const costItemSchema = z.object({
  hours: z.number().describe('vCPU-hours or GiB-hours, by the records of use'),
  price: z.number(),
  cost: z.number(),
});

/** Use of one month, UTC, at the prices of now. */
export const projectCostSchema = z.object({
  project: z.string(),
  month: z.string(),
  cost: z
    .object({
      currency: z.string(),
      total: z.number(),
      items: z.object({ vcpus: costItemSchema, memory: costItemSchema, volumes: costItemSchema }),
      days: z.array(z.object({ day: z.iso.date(), cost: z.number() })),
    })
    .nullable()
    .describe('Null while nothing is priced'),
});
export type ProjectCost = z.infer<typeof projectCostSchema>;
