import { imageMakingSchema } from '../images/backend-images.ts';
import type { Host } from '../resources/host.ts';
import type { ActionRule } from './rule.ts';

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
] as const satisfies readonly ActionRule<Host>[];
