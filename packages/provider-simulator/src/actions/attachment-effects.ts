import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { SimInstance, SimNetwork, SimVolume } from '../world/model.ts';
import { type Args, type Effect, type EffectContext, fact, textArg } from './effects.ts';

/** The native part of a full id in the arguments. */
function nativeArg(args: Args, key: string): string {
  const id = textArg(args, key) ?? '';
  return id.slice(id.indexOf(':') + 1);
}

function volumeOf(args: Args, { world }: EffectContext): SimVolume {
  const volume = world.volumes.get(nativeArg(args, 'volume'));
  if (!volume) throw new ProviderError('resource.not-found', 'There is no such volume');
  return volume;
}

function networkOf(args: Args, { world }: EffectContext): SimNetwork {
  const network = world.networks.find(n => n.native === nativeArg(args, 'network'));
  if (!network) throw new ProviderError('resource.not-found', 'There is no such network');
  return network;
}

const attachVolume: Effect<SimInstance> = (instance, args, context) => {
  const volume = volumeOf(args, context);
  if (volume.attachedTo) {
    throw new ProviderError(
      'resource.state',
      `${volume.name} is attached to ${volume.attachedTo.name} already`,
    );
  }
  if (!volume.pool.hosts.includes(instance.host)) {
    throw new ProviderError('resource.state', `${instance.name} runs where ${volume.name} cannot be reached`);
  }
  volume.attachedTo = instance;
  instance.volumes.push(volume);
  context.touch(volume);
  context.touch(instance);
  return fact('instance.changed', `${volume.name} was attached to ${instance.name}`);
};

const detachVolume: Effect<SimInstance> = (instance, args, context) => {
  const volume = volumeOf(args, context);
  if (volume.attachedTo !== instance) {
    throw new ProviderError('resource.state', `${volume.name} is not attached to ${instance.name}`);
  }
  if (instance.volumes[0] === volume) {
    throw new ProviderError(
      'resource.state',
      `${instance.name} starts from ${volume.name}; it cannot do without`,
    );
  }
  volume.attachedTo = null;
  instance.volumes.splice(instance.volumes.indexOf(volume), 1);
  context.touch(volume);
  context.touch(instance);
  return fact('instance.changed', `${volume.name} was detached from ${instance.name}`);
};

const attachNetwork: Effect<SimInstance> = (instance, args, context) => {
  const network = networkOf(args, context);
  if (instance.networks.includes(network)) {
    throw new ProviderError('resource.state', `${instance.name} is connected to ${network.name} already`);
  }
  if (network.cluster !== instance.host.cluster) {
    throw new ProviderError('resource.state', `${network.name} does not reach the place of ${instance.name}`);
  }
  instance.networks.push(network);
  network.instances.add(instance);
  context.touch(instance);
  return fact('instance.changed', `${instance.name} was connected to ${network.name}`);
};

const detachNetwork: Effect<SimInstance> = (instance, args, context) => {
  const network = networkOf(args, context);
  if (!instance.networks.includes(network)) {
    throw new ProviderError('resource.state', `${instance.name} is not connected to ${network.name}`);
  }
  instance.networks.splice(instance.networks.indexOf(network), 1);
  network.instances.delete(instance);
  context.touch(instance);
  context.touch(network);
  return fact('instance.changed', `${instance.name} was disconnected from ${network.name}`);
};

export const attachmentEffects = { attachVolume, detachVolume, attachNetwork, detachNetwork };

export const resizeVolume: Effect<SimVolume> = (volume, args, context) => {
  const wanted = Number(args['capacityBytes']);
  if (wanted < volume.capacityBytes) {
    throw new ProviderError('resource.state', `${volume.name} is larger already; a volume can only grow`);
  }
  volume.pool.promisedBytes += wanted - volume.capacityBytes;
  volume.capacityBytes = wanted;
  context.touch(volume);
  context.touch(volume.pool);
  if (volume.attachedTo) context.touch(volume.attachedTo);
  return fact('volume.changed', `Volume ${volume.name} has grown`);
};

export const deleteNetwork: Effect<SimNetwork> = (network, _, context) => {
  const { cluster } = network;
  cluster.networks.splice(cluster.networks.indexOf(network), 1);
  context.world.networks.splice(context.world.networks.indexOf(network), 1);
  context.gone([network]);
  return fact('network.deleted', `Network ${network.name} was deleted`);
};
