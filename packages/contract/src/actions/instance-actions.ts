import { z } from 'zod';
import type { Instance, PowerState } from '../resources/instance.ts';
import { migrateArgs } from './migrate-args.ts';
import type { ActionRule, Refusal } from './rule.ts';

const transitions = new Set<string>([
  'starting',
  'stopping',
  'rebooting',
  'pausing',
  'resuming',
  'suspending',
  'restoring',
  'resizing',
  'migrating',
  'creating',
  'deleting',
]);

export const noArgs = z.strictObject({});

/** Names that every backend here accepts: libvirt refuses "/", Docker wants [a-zA-Z0-9][a-zA-Z0-9_.-]+. */
export const instanceNameSchema = z
  .string()
  .min(1)
  .max(63)
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/,
    'Use letters, digits, dots, dashes and underscores, starting with a letter or digit',
  );

export const renameArgs = z.strictObject({ name: instanceNameSchema });
export const resizeArgs = z
  .strictObject({
    vcpus: z.number().int().min(1).max(768).optional(),
    memoryMiB: z.number().int().min(16).max(16_777_216).optional(),
  })
  .refine(a => a.vcpus !== undefined || a.memoryMiB !== undefined, 'Give vcpus, memoryMiB or both');
export const deleteArgs = z.strictObject({ withVolumes: z.boolean().default(false) });
export const describeArgs = z.strictObject({
  title: z
    .string()
    .max(200)
    .regex(/^[^\n]*$/, 'A title is one line')
    .nullable()
    .optional(),
  description: z.string().max(8192).nullable().optional(),
  tags: z.array(z.string().min(1).max(64)).max(50).optional(),
});
export const autostartArgs = z.strictObject({ enabled: z.boolean() });
export const assignArgs = z.strictObject({ project: z.string().nullable() });
export const snapshotArgs = z.strictObject({
  name: instanceNameSchema,
  description: z.string().max(8192).optional(),
  withMemory: z.boolean().default(false),
});

export const attachVolumeArgs = z.strictObject({
  volume: z.string().describe('Volume id'),
  readOnly: z.boolean().default(false),
});
export const detachVolumeArgs = z.strictObject({ volume: z.string().describe('Volume id') });
export const attachNetworkArgs = z.strictObject({ network: z.string().describe('Network id') });
export const detachNetworkArgs = z.strictObject({
  network: z.string().describe('Network id'),
  mac: z
    .string()
    .nullable()
    .default(null)
    .describe('Which interface, where there are several on that network'),
});

export const createImageArgs = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(4000).nullable().default(null),
});
export const setSecurityGroupsArgs = z.strictObject({
  groups: z
    .array(z.string())
    .max(10)
    .nullable()
    .describe('Ids in place of those it has; none: every port is open. Null: those it has, as they are now'),
});

function refuseUnless(allowed: readonly PowerState[], verb: string) {
  return (i: Instance): Refusal | null => {
    const busy = refuseWhileBusy(i);
    if (busy) return busy;
    if (allowed.includes(i.powerState)) return null;
    return {
      code: `state.${i.powerState}`,
      reason: `It is ${i.powerState}; ${verb} needs it ${allowed.join(' or ')}`,
    };
  };
}

function refuseWhileBusy(i: Instance): Refusal | null {
  return transitions.has(i.status)
    ? { code: 'state.busy', reason: `It is ${i.status} now; wait until that has ended` }
    : null;
}

function refuseTransient(i: Instance): Refusal | null {
  return i.persistent
    ? null
    : { code: 'state.transient', reason: 'It is transient: nothing of it is kept to change' };
}

/** Saved memory and snapshots of a whole machine are things of virtual machines. */
function refuseContainer(i: Instance): Refusal | null {
  return i.instanceKind === 'container'
    ? { code: 'state.container', reason: 'It is a container; only virtual machines can do this' }
    : null;
}

/** A cluster that keeps a service starts another in place of what was ended, and knows each by the name it gave. */
function refuseKept(i: Instance): Refusal | null {
  return i.service
    ? { code: 'state.kept', reason: `The service ${i.service} keeps it; scale the service instead` }
    : null;
}

/** What has ended is history that nobody keeps. */
const refuseKeptRunning = (i: Instance): Refusal | null =>
  i.powerState === 'running' || i.powerState === 'paused' ? refuseKept(i) : null;

const both =
  (...rules: ((i: Instance) => Refusal | null)[]) =>
  (i: Instance): Refusal | null => {
    for (const rule of rules) {
      const refusal = rule(i);
      if (refusal) return refusal;
    }
    return null;
  };

/** State rules after libvirt's qemu driver (src/qemu/qemu_driver.c) and Docker's container states; the strictest wins. */
export const instanceActions = [
  {
    name: 'start',
    permission: 'instance.operate',
    args: noArgs,
    refuse: both(refuseKept, refuseUnless(['stopped', 'crashed', 'suspended'], 'start')),
    destructive: 'no',
    transition: 'starting',
  },
  {
    name: 'stop',
    permission: 'instance.operate',
    args: noArgs,
    refuse: both(refuseKept, refuseUnless(['running'], 'shutting down')),
    destructive: 'work',
    transition: 'stopping',
  },
  {
    name: 'forceStop',
    permission: 'instance.operate',
    args: noArgs,
    refuse: both(refuseKept, forceStoppable),
    destructive: 'work',
    transition: 'stopping',
  },
  {
    name: 'reboot',
    permission: 'instance.operate',
    args: noArgs,
    refuse: both(refuseKept, refuseUnless(['running'], 'reboot')),
    destructive: 'work',
    transition: 'rebooting',
  },
  {
    name: 'reset',
    permission: 'instance.operate',
    args: noArgs,
    refuse: both(refuseKept, refuseUnless(['running', 'paused'], 'reset')),
    destructive: 'work',
    transition: 'rebooting',
  },
  {
    name: 'pause',
    permission: 'instance.operate',
    args: noArgs,
    refuse: refuseUnless(['running'], 'pause'),
    destructive: 'no',
    transition: 'pausing',
  },
  {
    name: 'resume',
    permission: 'instance.operate',
    args: noArgs,
    refuse: refuseUnless(['paused'], 'resume'),
    destructive: 'no',
    transition: 'resuming',
  },
  {
    name: 'suspend',
    permission: 'instance.operate',
    args: noArgs,
    refuse: both(refuseContainer, refuseTransient, refuseUnless(['running', 'paused'], 'suspend')),
    destructive: 'no',
    transition: 'suspending',
  },
  {
    name: 'discardSavedState',
    permission: 'instance.operate',
    args: noArgs,
    refuse: both(refuseWhileBusy, i =>
      i.hasSavedState ? null : { code: 'state.nothing-saved', reason: 'It has no saved memory' },
    ),
    destructive: 'work',
    transition: null,
  },
  {
    name: 'rename',
    permission: 'instance.change',
    args: renameArgs,
    refuse: both(refuseKept, refuseTransient, refuseUnless(['stopped', 'crashed'], 'rename')),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'resize',
    permission: 'instance.change',
    args: resizeArgs,
    refuse: both(refuseKept, refuseTransient, refuseWhileBusy),
    destructive: 'no',
    transition: 'resizing',
  },
  {
    name: 'describe',
    permission: 'instance.change',
    args: describeArgs,
    refuse: refuseWhileBusy,
    destructive: 'no',
    transition: null,
  },
  {
    name: 'autostart',
    permission: 'instance.change',
    args: autostartArgs,
    refuse: both(refuseKept, refuseTransient, refuseWhileBusy),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'assign',
    permission: 'instance.assign',
    args: assignArgs,
    refuse: refuseWhileBusy,
    destructive: 'no',
    transition: null,
  },
  {
    name: 'snapshot',
    permission: 'snapshot.change',
    args: snapshotArgs,
    refuse: both(
      refuseContainer,
      refuseTransient,
      refuseUnless(['running', 'paused', 'stopped'], 'a snapshot'),
    ),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'createImage',
    permission: 'image.change',
    args: createImageArgs,
    // Of what runs the back end takes one moment; saved memory would not fit to the disk without it.
    refuse: both(refuseTransient, refuseUnless(['running', 'paused', 'stopped'], 'an image of it')),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'setSecurityGroups',
    permission: 'instance.change',
    args: setSecurityGroupsArgs,
    refuse: both(refuseTransient, refuseUnless(['running', 'paused', 'stopped'], 'changing its rules')),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'attachVolume',
    permission: 'instance.change',
    args: attachVolumeArgs,
    refuse: both(refuseContainer, refuseUnless(['running', 'paused', 'stopped'], 'attaching a volume')),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'detachVolume',
    permission: 'instance.change',
    args: detachVolumeArgs,
    refuse: both(refuseContainer, refuseUnless(['running', 'paused', 'stopped'], 'detaching a volume')),
    destructive: 'work',
    transition: null,
  },
  {
    name: 'attachNetwork',
    permission: 'instance.change',
    args: attachNetworkArgs,
    refuse: refuseUnless(['running', 'paused', 'stopped'], 'attaching a network'),
    destructive: 'no',
    transition: null,
  },
  {
    name: 'detachNetwork',
    permission: 'instance.change',
    args: detachNetworkArgs,
    refuse: refuseUnless(['running', 'paused', 'stopped'], 'detaching a network'),
    destructive: 'work',
    transition: null,
  },
  {
    name: 'migrate',
    permission: 'instance.migrate',
    args: migrateArgs,
    refuse: both(refuseKept, refuseUnless(['running', 'paused', 'stopped'], 'moving')),
    destructive: 'no',
    transition: 'migrating',
  },
  {
    name: 'delete',
    permission: 'instance.delete',
    args: deleteArgs,
    refuse: both(refuseKeptRunning, refuseWhileBusy, i =>
      i.powerState === 'running' || i.powerState === 'paused'
        ? { code: 'state.running', reason: 'It is running; shut it down or force it off first' }
        : null,
    ),
    destructive: 'data',
    transition: 'deleting',
  },
] as const satisfies readonly ActionRule<Instance>[];

/** Force off is the way out of a hung transition, so it is refused only where there is nothing to end. */
function forceStoppable(i: Instance): Refusal | null {
  if (i.powerState === 'running' || i.powerState === 'paused' || i.powerState === 'unknown') return null;
  return { code: `state.${i.powerState}`, reason: `It is ${i.powerState} already` };
}
