import { z } from 'zod';
import { resourceKindSchema, timestampSchema } from '../resources/base.ts';

/** Of one person, over all lists: more would be found in no menu. */
export const viewsPerUser = 100;

/** What the address of a list says; an empty text where it says nothing. */
export const viewStateSchema = z.strictObject({
  q: z.string().max(2_000).default('').describe('Query language'),
  sort: z.string().max(200).default('').describe('Such as -cpu,name; empty: as the list has it by itself'),
  cols: z
    .string()
    .max(1_000)
    .default('')
    .describe('Ids of the columns in order, comma separated; empty: as each reader has chosen'),
  group: z.string().max(64).default('').describe('What the rows are grouped by'),
  tab: z.string().max(32).default('').describe('The tab of the page that the list is on'),
});
export type ViewState = z.infer<typeof viewStateSchema>;

export const viewShareSchema = z.discriminatedUnion('with', [
  z.strictObject({ with: z.literal('nobody') }),
  z.strictObject({ with: z.literal('everybody') }),
  z.strictObject({ with: z.literal('project'), project: z.string() }),
]);
export type ViewShare = z.infer<typeof viewShareSchema>;

export const savedViewSchema = z.object({
  id: z.string(),
  kind: resourceKindSchema.describe('Of what it is a list'),
  name: z.string(),
  state: viewStateSchema,
  share: viewShareSchema.describe('Nobody also when its owner may not share it any more'),
  mine: z.boolean(),
  by: z.string().describe('Whose it is'),
  createdAt: timestampSchema,
  changedAt: timestampSchema,
});
export type SavedView = z.infer<typeof savedViewSchema>;

export const savedViewsSchema = z.object({ items: z.array(savedViewSchema) });

export const viewsQuerySchema = z.object({
  kind: resourceKindSchema.optional().describe('Left out: views of all lists'),
});

const viewNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{C}]*$/u);

export const createViewSchema = z.strictObject({
  kind: resourceKindSchema,
  name: viewNameSchema,
  state: viewStateSchema,
  share: viewShareSchema.default({ with: 'nobody' }),
});
export type CreateView = z.output<typeof createViewSchema>;
export type CreateViewInput = z.input<typeof createViewSchema>;

export const changeViewSchema = z.strictObject({
  name: viewNameSchema.optional(),
  state: viewStateSchema.optional().describe('Replaces all of it'),
  share: viewShareSchema.optional(),
});
export type ChangeView = z.output<typeof changeViewSchema>;
export type ChangeViewInput = z.input<typeof changeViewSchema>;

export const orderViewsSchema = z.strictObject({
  kind: resourceKindSchema,
  ids: z.array(z.string()).max(viewsPerUser).describe('Own views, first to last; others follow as they were'),
});
export type OrderViews = z.output<typeof orderViewsSchema>;
