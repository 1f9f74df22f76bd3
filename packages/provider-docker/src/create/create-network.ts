import type { NetworkCreation } from '@orrery/contract/creation/creation.ts';
import type { CreateResult } from '@orrery/provider-kit/creator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { copiesOf, removeCopies } from '../actions/on-network.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { markOf } from '../map/labels.ts';
import { type Making, makeDeadlineMs } from './making.ts';

function check({ links }: Making, spec: NetworkCreation): void {
  if (spec.type === 'routed')
    throw new ProviderError('capability.missing', 'Engines make no routed networks', {
      advice: 'Choose NAT, isolated or bridged',
    });
  if (spec.dhcpRange !== null)
    throw new ProviderError('args.invalid', 'dhcpRange: An engine gives addresses out of the whole network', {
      advice: 'Leave the range out',
    });
  if (spec.type === 'bridged' && spec.bridge === null)
    throw new ProviderError('args.invalid', 'bridge: Name the interface of the hosts that it is bridged to');
  if (spec.vlan !== null && spec.type !== 'bridged')
    throw new ProviderError('args.invalid', 'vlan: Only a bridged network can have a VLAN');
  const taken = links.some(l => [...(l.record?.networks.values() ?? [])].some(n => n.name === spec.name));
  if (taken)
    throw new ProviderError('backend.refused', `There is a network named ${spec.name} already`, {
      advice: 'Choose another name',
    });
}

function bodyOf({ request }: Making, spec: NetworkCreation) {
  const { operation, project } = request;
  const parent = spec.vlan === null ? spec.bridge : `${spec.bridge}.${spec.vlan}`;
  return {
    Name: spec.name,
    Driver: spec.type === 'bridged' ? 'macvlan' : 'bridge',
    Internal: spec.type === 'isolated',
    Attachable: true,
    Labels: markOf({ operation, project }),
    ...(spec.cidr === null ? {} : { IPAM: { Config: [{ Subnet: spec.cidr }] } }),
    ...(spec.type === 'bridged' ? { Options: { parent } } : {}),
  };
}

/** Whatever of it is there, on the engines that answer. */
export async function removeMadeNetwork({ links, request }: Making): Promise<void> {
  const native = nativeIds.madeNetwork(request.operation);
  const answering = links.filter(l => l.record?.lost === null);
  await Promise.all(answering.map(l => l.live.reader.networks('event')));
  await removeCopies(copiesOf(answering, native), new AbortController().signal);
  await Promise.all(answering.map(l => l.live.reader.networks('event')));
}

/** On all engines of the backend or on none: an instance may be placed on any of them. */
export async function createNetwork(making: Making, spec: NetworkCreation): Promise<CreateResult> {
  const { backend, links, request, control, undo } = making;
  check(making, spec);
  const apis = links.map(link => link.live.work);
  const id = idOf(backend, nativeIds.madeNetwork(request.operation));
  await control.identified(id);
  undo.later('the network', () => removeMadeNetwork(making));
  for (const [index, api] of apis.entries()) {
    control.progress({ phase: 'define', fraction: index / apis.length });
    control.signal.throwIfAborted();
    const body = bodyOf(making, spec);
    await api.send({ method: 'POST', path: '/networks/create', body }, { deadlineMs: makeDeadlineMs });
  }
  control.signal.throwIfAborted();
  await Promise.all(links.map(link => link.live.reader.networks('event')));
  return { id };
}
