import { counted } from '@orrery/contract/counted.ts';
import { sizeText } from '@orrery/contract/size-text.ts';
import { attachmentEffects } from './attachment-effects.ts';
import type { instanceActions } from '@orrery/contract/actions/instance-actions.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { settle } from '../load/instance-load.ts';
import type { SimInstance, SimSnapshot } from '../world/model.ts';
import { discard } from '../world/world.ts';
import { boot, type Effect, fact, markCurrent, powerOff, textArg, wake } from './effects.ts';

/** Moves are not tasks of the world: they take their own time (migration/). Images are read, not acted (creation/exporter.ts). */
export type InstanceActionName = Exclude<(typeof instanceActions)[number]['name'], 'migrate' | 'createImage'>;

const restart: Effect<SimInstance> = (instance, _, context) => {
  boot(instance, context);
  context.touch(instance);
  return fact('instance.rebooted', `${instance.name} was rebooted`);
};

const end: Effect<SimInstance> = (instance, _, context) => {
  powerOff(instance);
  context.touch(instance);
  return fact('instance.stopped', `${instance.name} stopped`);
};

const start: Effect<SimInstance> = (instance, _, context) => {
  if (instance.host.maintenance)
    throw new ProviderError('backend.refused', 'Its host is in maintenance and starts nothing');
  if (instance.volumes.some(v => v.pool.status === 'inactive'))
    throw new ProviderError('backend.refused', 'A storage pool that it needs is not active');
  if (instance.hasSavedState) wake(instance, context);
  else boot(instance, context);
  context.touch(instance);
  return fact('instance.started', `${instance.name} started`);
};

const suspend: Effect<SimInstance> = (instance, _, context) => {
  if (instance.instanceKind === 'container')
    throw new ProviderError('backend.refused', 'A container has no memory of its own that could be saved');
  instance.powerState = 'suspended';
  instance.hasSavedState = true;
  instance.startedAt = null;
  settle(instance);
  context.touch(instance);
  return fact('instance.suspended', `${instance.name} was saved to disk`);
};

const rename: Effect<SimInstance> = (instance, args, context) => {
  const name = textArg(args, 'name') ?? instance.name;
  for (const other of context.world.instances.values())
    if (other.name === name && other !== instance)
      throw new ProviderError('backend.refused', `An instance named ${name} exists already`, {
        advice: 'Choose another name.',
      });
  const before = instance.name;
  instance.name = name;
  context.touch(instance);
  for (const snapshot of context.world.snapshots.values())
    if (snapshot.instance === instance) context.touch(snapshot);
  return fact('instance.renamed', `${before} is called ${name} now`);
};

const resize: Effect<SimInstance> = (instance, args, context) => {
  const memoryMiB = typeof args['memoryMiB'] === 'number' ? args['memoryMiB'] : instance.memoryMiB;
  if (memoryMiB > instance.host.model.memoryMiB)
    throw new ProviderError('backend.refused', `Its host has no ${sizeText(memoryMiB)} of memory`);
  if (typeof args['vcpus'] === 'number') instance.vcpus = args['vcpus'];
  instance.memoryMiB = memoryMiB;
  instance.memoryUsedMiB = Math.min(instance.memoryUsedMiB, memoryMiB);
  context.touch(instance);
  return fact(
    'instance.changed',
    `${instance.name} has ${counted(instance.vcpus, 'vCPU')} and ${sizeText(memoryMiB)} now`,
  );
};

const describe: Effect<SimInstance> = (instance, args, context) => {
  if (args['title'] !== undefined) instance.title = textArg(args, 'title');
  if (args['description'] !== undefined) instance.description = textArg(args, 'description');
  const tags: unknown = args['tags'];
  if (Array.isArray(tags)) instance.tags = tags.filter(t => typeof t === 'string');
  context.touch(instance);
  return fact('instance.changed', `${instance.name} was described anew`);
};

const snapshot: Effect<SimInstance> = (instance, args, context) => {
  if (instance.instanceKind === 'container')
    throw new ProviderError('backend.refused', 'Containers of this engine have no snapshots');
  const { world, now } = context;
  const name = textArg(args, 'name') ?? 'snapshot';
  const own = [...world.snapshots.values()].filter(s => s.instance === instance);
  if (own.some(s => s.name === name))
    throw new ProviderError('backend.refused', `${instance.name} has a snapshot named ${name} already`);
  const withMemory = args['withMemory'] === true && instance.powerState !== 'stopped';
  const taken: SimSnapshot = {
    kind: 'snapshot',
    native: `snap-${world.serial++}`,
    name,
    description: textArg(args, 'description'),
    instance,
    withMemory,
    current: false,
    parent: own.find(s => s.current)?.native ?? null,
    sizeBytes: withMemory ? instance.memoryUsedMiB * 1_048_576 : 4_194_304,
    createdAt: now,
    saved: { powerState: instance.powerState, vcpus: instance.vcpus, memoryMiB: instance.memoryMiB },
  };
  world.snapshots.set(taken.native, taken);
  markCurrent(context, taken);
  return fact('snapshot.created', `Snapshot ${name} of ${instance.name} was taken`);
};

/** What each action does once its time has come; the same for Orrery's tasks and for hands from outside. */
export const instanceEffects: Record<InstanceActionName, Effect<SimInstance>> = {
  ...attachmentEffects,
  start,
  stop: end,
  forceStop: end,
  reboot: restart,
  reset: restart,
  pause: (instance, _, context) => {
    instance.powerState = 'paused';
    settle(instance);
    context.touch(instance);
    return fact('instance.paused', `${instance.name} was paused`);
  },
  resume: (instance, _, context) => {
    instance.powerState = 'running';
    context.touch(instance);
    return fact('instance.resumed', `${instance.name} goes on`);
  },
  suspend,
  discardSavedState: (instance, _, context) => {
    instance.hasSavedState = false;
    powerOff(instance);
    context.touch(instance);
    return fact('instance.stopped', `The saved memory of ${instance.name} was thrown away`);
  },
  rename,
  resize,
  describe,
  autostart: (instance, args, context) => {
    instance.autostart = args['enabled'] === true;
    context.touch(instance);
    return fact(
      'instance.changed',
      `${instance.name} ${instance.autostart ? 'starts' : 'does not start'} with its host`,
    );
  },
  assign: (instance, args, context) => {
    instance.project = textArg(args, 'project');
    context.touch(instance);
    // Volumes and snapshots belong to whom their instance belongs to.
    for (const volume of instance.volumes) context.touch(volume);
    for (const owned of context.world.snapshots.values())
      if (owned.instance === instance) context.touch(owned);
    return fact('instance.changed', `${instance.name} changed owner`);
  },
  snapshot,
  setSecurityGroups: (instance, args, context) => {
    const groups: unknown = args['groups'];
    // Null: those it has, as they are now; what is imagined lets everything through anyway.
    if (Array.isArray(groups)) instance.securityGroups = groups.filter(group => typeof group === 'string');
    context.touch(instance);
    return fact('instance.changed', `The security groups of ${instance.name} were set`);
  },
  delete: (instance, args, context) => {
    const before = instance.volumes;
    context.gone(discard(context.world, instance, args['withVolumes'] === true));
    for (const volume of before) if (context.world.volumes.has(volume.native)) context.touch(volume);
    return fact('instance.deleted', `${instance.name} was deleted`);
  },
};
