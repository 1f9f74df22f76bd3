import { z } from 'zod';
import { imageMakingSchema } from '../images/backend-images.ts';
import type { Host } from '../resources/host.ts';
import { noArgs } from './instance-actions.ts';
import type { ActionRule } from './rule.ts';

export const bringImageArgs = z.strictObject({
  image: z.string().min(1).max(200).describe("Id of an image of Orrery's catalogue"),
});

export const hostActions = [
  {
    name: 'makeImage',
    permission: 'image.manage',
    args: imageMakingSchema,
    refuse: h =>
      h.status === 'up'
        ? null
        : { code: 'state.host-down', reason: `The host is ${h.status}; it makes nothing now` },
    destructive: 'no',
    transition: null,
  },
  {
    name: 'bringImage',
    permission: 'image.manage',
    args: bringImageArgs,
    refuse: h =>
      h.status === 'up'
        ? null
        : { code: 'state.host-down', reason: `The host is ${h.status}; nothing is brought there now` },
    destructive: 'no',
    transition: null,
  },
  {
    name: 'enterMaintenance',
    permission: 'host.maintain',
    args: z.strictObject({
      reason: z.string().max(200).nullable().default(null).describe('Shown to all who see the host'),
    }),
    refuse: h =>
      h.status === 'maintenance' || h.status === 'entering-maintenance'
        ? { code: 'state.maintenance', reason: 'It is in maintenance already' }
        : null,
    destructive: 'no',
    orrery: true,
    transition: null,
  },
  {
    name: 'exitMaintenance',
    permission: 'host.maintain',
    args: noArgs,
    refuse: h =>
      h.status === 'maintenance' || h.status === 'entering-maintenance'
        ? null
        : { code: 'state.no-maintenance', reason: 'It is not in maintenance' },
    destructive: 'no',
    orrery: true,
    transition: null,
  },
] as const satisfies readonly ActionRule<Host>[];
