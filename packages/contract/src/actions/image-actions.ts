import { z } from 'zod';
import { imageReferenceSchema } from '../images/backend-images.ts';
import type { Image } from '../resources/storage.ts';
import { noArgs } from './instance-actions.ts';
import type { ActionRule, Refusal } from './rule.ts';

const available = (image: Image): Refusal | null =>
  image.status === 'available' ? null : { code: 'state.busy', reason: `It is ${image.status}` };

const unprotected = (image: Image): Refusal | null =>
  image.protected
    ? { code: 'state.protected', reason: 'It is kept where it comes from: delete it there' }
    : null;

export const tagImageArgs = z.strictObject({ reference: imageReferenceSchema });
export const pushImageArgs = z.strictObject({
  reference: imageReferenceSchema.describe('One of its names; that is where it is pushed to'),
});

/** Of images that a back end has itself. Those of Orrery's own catalogue have routes of their own. */
export const imageActions = [
  {
    name: 'tag',
    permission: 'image.manage',
    args: tagImageArgs,
    refuse: available,
    destructive: 'no',
    transition: null,
  },
  {
    name: 'push',
    permission: 'image.manage',
    args: pushImageArgs,
    refuse: available,
    destructive: 'no',
    transition: null,
  },
  {
    name: 'delete',
    permission: 'image.manage',
    args: noArgs,
    refuse: image => available(image) ?? unprotected(image),
    destructive: 'data',
    transition: null,
  },
] as const satisfies readonly ActionRule<Image>[];
