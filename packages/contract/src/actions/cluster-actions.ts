import { z } from 'zod';
import { containerOptionsSchema } from '../creation/creation.ts';
import type { Cluster } from '../resources/cluster.ts';
import { instanceNameSchema } from './instance-actions.ts';
import type { ActionRule } from './rule.ts';

const serviceId = z.string().min(1).describe('Service id, as the cluster lists it');
const instanceCount = z.number().int().min(0).max(10_000).describe('Instances that there are to be');

export const scaleServiceArgs = z.strictObject({ service: serviceId, count: instanceCount });

export const createServiceArgs = z.strictObject({
  name: instanceNameSchema,
  image: z.string().min(1).max(400).describe('By name, such as nginx:1; hosts that lack it pull it'),
  count: instanceCount.default(1),
  ...containerOptionsSchema.pick({ command: true, environment: true, ports: true }).shape,
  networks: z
    .array(z.string())
    .max(20)
    .default([])
    .describe('Ids of networks that reach over all hosts; services on the same one find each other by name'),
});

export const deleteServiceArgs = z.strictObject({ service: serviceId });

export const clusterActions = [
  {
    name: 'createService',
    permission: 'instance.create',
    args: createServiceArgs,
    refuse: c =>
      c.services ? null : { code: 'state.keeps-no-services', reason: 'This cluster keeps no services' },
    destructive: 'no',
    transition: null,
  },
  {
    name: 'scaleService',
    permission: 'instance.change',
    args: scaleServiceArgs,
    refuse: c =>
      c.services?.some(({ mode }) => mode === 'replicated')
        ? null
        : { code: 'state.no-services', reason: 'It keeps no service that could be scaled' },
    // Fewer of them: what the others were doing ends.
    destructive: 'work',
    transition: null,
  },
  {
    name: 'deleteService',
    permission: 'instance.delete',
    args: deleteServiceArgs,
    refuse: c =>
      c.services && c.services.length > 0
        ? null
        : { code: 'state.no-services-to-delete', reason: 'It keeps no service that could be deleted' },
    // Its instances end, and what they wrote beside volumes goes with them.
    destructive: 'work',
    transition: null,
  },
] as const satisfies readonly ActionRule<Cluster>[];
