import type { detachNetworkArgs } from '@orrery/contract/actions/instance-actions.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { z } from 'zod';
import type { EngineLink } from '../engine/engine-link.ts';
import type { ContainerFacts, NetworkFacts } from '../engine/facts.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { networkNative } from '../inventory/render-network.ts';
import { type InstanceAction, type InstanceJob, working } from './job.ts';

/** A network by its full id, as the engine at work has it. */
export function networkHere(
  { backend, link, links }: { backend: string; link: EngineLink; links: readonly EngineLink[] },
  id: unknown,
): NetworkFacts {
  const native = typeof id === 'string' ? nativeOf(backend, id) : null;
  const on = (l: EngineLink) =>
    [...(l.record?.networks.values() ?? [])].find(n => networkNative(n) === native);
  const here = on(link);
  if (here) return here;
  if (!links.some(on)) throw new ProviderError('resource.not-found', `There is no network ${String(id)}`);
  throw new ProviderError('resource.state', 'Its host does not have this network', {
    advice: 'Choose another network',
  });
}

const isOn = ({ networks }: ContainerFacts, { id, name }: NetworkFacts): boolean =>
  networks.some(n => (n.id === '' ? n.name === name : n.id === id));

async function change(
  job: InstanceJob,
  network: NetworkFacts,
  verb: 'connect' | 'disconnect',
): Promise<void> {
  const path = `/networks/${network.id}/${verb}`;
  await job.api.send({ method: 'POST', path, body: { Container: job.facts.id } }, working(job));
}

/** One that was made without a network is on the network "none", which suffers no other beside it. */
async function leaveNone(job: InstanceJob): Promise<NetworkFacts | null> {
  const none = [...(job.link.record?.networks.values() ?? [])].find(n => n.driver === 'null');
  if (!none || !isOn(job.facts, none)) return null;
  await change(job, none, 'disconnect');
  return none;
}

async function attach(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const network = networkHere(job, args['network']);
  if (isOn(job.facts, network))
    throw new ProviderError('resource.state', `It is connected to ${network.name} already`);
  const none = await leaveNone(job);
  try {
    await change(job, network, 'connect');
  } catch (error) {
    if (none) await change(job, none, 'connect').catch(() => undefined);
    throw error;
  }
}

async function detach(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  // Checked by the rule's schema.
  const { network: id, mac } = args as z.infer<typeof detachNetworkArgs>;
  const network = networkHere(job, id);
  const end = job.facts.networks.find(n => n.name === network.name);
  if (!end) throw new ProviderError('resource.state', `It is not connected to ${network.name}`);
  if (mac !== null && end.mac !== null && mac.toLowerCase() !== end.mac.toLowerCase())
    throw new ProviderError('args.invalid', `mac: Its interface on ${network.name} is ${end.mac}`);
  await change(job, network, 'disconnect');
}

/** The engine announces connections as events of the network. */
export const networkActions: Record<string, InstanceAction> = {
  attachNetwork: {
    phase: 'connecting',
    causes: [],
    run: attach,
    reached: (job, { network }) => isOn(job.facts, networkHere(job, network)),
  },
  detachNetwork: {
    phase: 'disconnecting',
    causes: [],
    run: detach,
    reached: (job, { network }) => !isOn(job.facts, networkHere(job, network)),
  },
};
