import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { NicBacking } from '@orrery/vim25/methods/devices.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import type { CallOptions, VimSession } from '@orrery/vim25/session.ts';
import { asObjects, asRef, asText, type MoRef, type VimObject } from '@orrery/vim25/values.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { Store } from '../inventory/store.ts';
import { devicePath } from '../map/devices.ts';
import type { NetworkFacts } from '../map/facts.ts';

/** All devices of a VM, as vSphere tells them. */
export async function devicesOf(session: VimSession, ref: MoRef, options: CallOptions): Promise<VimObject[]> {
  const { properties } = await retrieveOne(session, { ref, paths: [devicePath] }, options);
  return asObjects(properties[devicePath]);
}

export function networkOf({ backend, store }: { backend: string; store: Store }, id: string): NetworkFacts {
  const native = nativeOf(backend, id);
  const network = [...store.networks.values()].find(n => n.native === native);
  if (!network) throw new ProviderError('resource.not-found', `There is no network ${id}`);
  return network;
}

/** How an interface is connected to it. */
export async function backingOf(
  session: VimSession,
  { ref, name }: NetworkFacts,
  options: CallOptions,
): Promise<NicBacking> {
  if (ref.type !== 'DistributedVirtualPortgroup') return { name, network: ref };
  const group = { ref, paths: ['key', 'config.distributedVirtualSwitch'] };
  const { properties } = await retrieveOne(session, group, options);
  const dvs = asRef(properties['config.distributedVirtualSwitch']);
  const found = dvs ? await retrieveOne(session, { ref: dvs, paths: ['uuid'] }, options) : null;
  const switchUuid = asText(found?.properties['uuid']);
  if (switchUuid === null)
    throw new ProviderError('backend.refused', `The switch of the port group ${name} cannot be told`);
  return { switchUuid, portgroupKey: asText(properties['key']) ?? ref.value };
}
