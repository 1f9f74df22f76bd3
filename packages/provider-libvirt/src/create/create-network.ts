import type { NetworkCreation } from '@orrery/contract/creation/creation.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { getLibVersion } from '@orrery/libvirt/procedures/connect.ts';
import * as network from '@orrery/libvirt/procedures/network.ts';
import type { CreateResult } from '@orrery/provider-kit/creator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type Work, working } from '../actions/job.ts';
import type { HostLink } from '../host/host-link.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { writeNetwork } from '../map/network.ts';
import { hasForbiddenCharacters } from '../map/xml.ts';
import type { Making } from './making.ts';
import { overlap, planAddresses, subnetOf } from './subnet.ts';

/** The first libvirt that puts VLAN tags on ports of a Linux bridge (its NEWS, v11.0.0). */
const bridgeVlansSince = 11_000_000;

function check({ inventory }: Making, spec: NetworkCreation): void {
  if (hasForbiddenCharacters(spec.name) || /[/\n]/.test(spec.name))
    throw new ProviderError('args.invalid', 'The name of a network has no slashes and no control characters');
  if (spec.type === 'bridged' && spec.bridge === null)
    throw new ProviderError('args.invalid', 'A bridged network needs the name of a bridge of its hosts');
  if (spec.vlan !== null && spec.type !== 'bridged')
    throw new ProviderError('args.invalid', 'Only a bridged network can have a VLAN');
  const wanted = spec.cidr === null ? null : subnetOf(spec.cidr);
  for (const host of inventory.hosts.values()) {
    for (const { ref, definition } of host.networks.values()) {
      if (ref.name === spec.name)
        throw new ProviderError('backend.refused', `There is a network named ${spec.name} already`, {
          advice: 'Choose another name',
        });
      const clash = definition.cidrs.find(
        cidr => wanted !== null && !cidr.includes(':') && overlap(subnetOf(cidr), wanted),
      );
      if (clash !== undefined)
        throw new ProviderError('backend.refused', `${spec.cidr} overlaps ${clash} of network ${ref.name}`, {
          advice: 'Choose another range',
        });
    }
  }
}

/** What was made on one host goes, whether it was started or not, or is not there. */
export async function removeNetwork(work: Work, link: HostLink, uuid: string): Promise<void> {
  const connection = await link.work();
  const orNone = (error: unknown): null => {
    if (isLibvirtError(error, 'NO_NETWORK', 'OPERATION_INVALID')) return null;
    throw error;
  };
  const ref = await connection.call(network.lookupByUuid, { uuid }, working(work)).catch(orNone);
  if (ref === null) return;
  await connection.call(network.destroy, { network: ref }, working(work)).catch(orNone);
  await connection.call(network.undefine, { network: ref }, working(work)).catch(orNone);
  await link.live.reader.network(ref, 'event');
}

async function refuseVlan(making: Making, link: HostLink): Promise<void> {
  const version = await (await link.work()).call(getLibVersion, undefined, working(making));
  if (version >= bridgeVlansSince) return;
  throw new ProviderError(
    'capability.missing',
    'The libvirt of its hosts puts no VLAN tags on the ports of a Linux bridge; that needs libvirt 11',
    { advice: 'Name a bridge that is in the VLAN already' },
  );
}

async function makeOn(making: Making, link: HostLink, { spec, xml }: { spec: NetworkCreation; xml: string }) {
  const connection = await link.work();
  making.undo.later('the network on one host', () =>
    making.clear(work => removeNetwork(work, link, making.uuid)),
  );
  making.control.signal.throwIfAborted();
  const ref = await connection.call(network.defineXml, { xml }, working(making));
  if (spec.autostart)
    await connection.call(network.setAutostart, { network: ref, autostart: true }, working(making));
  await connection.call(network.create, { network: ref }, working(making));
  await link.live.reader.network(ref, 'event');
}

/** On all hosts of the backend or on none: an instance may be placed on, or moved to, any of them. */
export async function createNetwork(making: Making, spec: NetworkCreation): Promise<CreateResult> {
  check(making, spec);
  const links = [making.link, ...making.others()];
  const silent = links.filter(link => link.record === null || link.record.lost !== null).length;
  if (silent > 0)
    throw new ProviderError('backend.unavailable', `${silent} of ${links.length} hosts do not answer`, {
      advice: 'A network is made on all of them: wait until they are back',
    });
  const addresses = planAddresses(spec);
  if (spec.vlan !== null) for (const link of links) await refuseVlan(making, link);
  const id = idOf(making.backend, nativeIds.network(spec.name));
  await making.control.identified(id);
  const xml = writeNetwork({ ...spec, uuid: making.uuid, addresses });
  for (const [index, link] of links.entries()) {
    making.control.progress({ phase: 'define', fraction: index / links.length });
    await makeOn(making, link, { spec, xml });
  }
  making.control.signal.throwIfAborted();
  const fact = { type: 'network.created', severity: 'info' as const, message: 'Created' };
  making.events.report({ kind: 'network', id, name: spec.name, host: null, fact });
  return { id };
}
