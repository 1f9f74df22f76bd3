import type {
  attachNetworkArgs,
  attachVolumeArgs,
  detachNetworkArgs,
  detachVolumeArgs,
} from '@orrery/contract/actions/instance-actions.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { z } from 'zod';
import { diskXml, nicXml, targetName } from '../create/domain-xml.ts';
import { checkFree, volumeHere } from '../create/find-volume.ts';
import { freeMac, networkHere } from '../create/nics.ts';
import type { DomainFacts } from '../host/facts.ts';
import { readOneDomain } from '../host/read-domains.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { volumeIdOf } from '../inventory/render.ts';
import type { DomainDisk, DomainInterface } from '../map/domain.ts';
import { filterNameOf } from '../map/nwfilter.ts';
import { isActive } from '../map/power.ts';
import { escapeXml } from '../map/xml.ts';
import { impactOf, type InstanceAction, type InstanceJob, working } from './job.ts';

// The arguments of each action were validated with its rule's schema before: these casts repeat what that says.
type AttachVolume = z.infer<typeof attachVolumeArgs>;
type DetachVolume = z.infer<typeof detachVolumeArgs>;
type AttachNetwork = z.infer<typeof attachNetworkArgs>;
type DetachNetwork = z.infer<typeof detachNetworkArgs>;

/** How long a guest may take to let go of a device, and how often is looked whether it has. */
const releaseMs = 30_000;
const lookEveryMs = 250;

function plug(job: InstanceJob, xml: string): Promise<undefined> {
  const args = { domain: job.ref, xml, flags: impactOf(job.facts) };
  return job.connection.call(domain.attachDevice, args, working(job));
}

/** Unplugging is a request to the guest, which answers when its drivers have let go. */
async function unplug(job: InstanceJob, xml: string, isGone: (facts: DomainFacts) => boolean): Promise<void> {
  if (job.facts.state.state === domainStates.paused)
    throw new ProviderError('resource.state', 'It is paused: its guest cannot let go of a device', {
      advice: 'Resume it, or stop it first',
    });
  const args = { domain: job.ref, xml, flags: impactOf(job.facts) };
  await job.connection.call(domain.detachDevice, args, working(job));
  const latest = job.clock.now() + releaseMs;
  const reading = { seen: job.facts, options: working(job) };
  for (;;) {
    const facts = await readOneDomain(job.connection, job.ref, reading);
    if (facts === null || isGone(facts)) return;
    if (job.clock.now() > latest) break;
    await pause(job.clock, lookEveryMs, job.control.signal);
  }
  throw new ProviderError('backend.timeout', 'The guest has not let go of it', {
    advice: 'Check that its system runs and does not use it; it goes at the latest when the instance stops',
  });
}

const diskOf = ({ backend, link, facts }: InstanceJob, volume: string): DomainDisk | undefined =>
  facts.definition.disks.find(disk => volumeIdOf(backend, link.live.reader.record, disk) === volume);

function freeTarget({ definition }: DomainFacts): string {
  const taken = new Set(definition.disks.map(disk => disk.device));
  let index = 0;
  while (taken.has(targetName('vd', index))) index++;
  return targetName('vd', index);
}

async function attachVolume(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const { volume: id, readOnly } = args as AttachVolume;
  const volume = await volumeHere(job, id);
  checkFree(job, volume);
  const { path, format } = volume.definition;
  if (path === null)
    throw new ProviderError('capability.missing', 'Volumes of its kind of pool cannot be attached');
  const disk = { path, format: format ?? 'raw', readOnly, kind: 'disk' as const, boot: null, serial: null };
  await plug(job, diskXml(disk, { name: freeTarget(job.facts), bus: 'virtio' }));
}

async function detachVolume(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const { volume } = args as DetachVolume;
  const disk = diskOf(job, volume);
  if (!disk) throw new ProviderError('resource.state', 'The volume is not attached to it');
  const isFirst = job.facts.definition.disks.find(d => d.kind === 'disk') === disk;
  if (isActive(job.facts.state) && (isFirst || disk.kind !== 'disk'))
    throw new ProviderError('resource.state', 'It cannot lose this disk while it runs', {
      advice: 'Stop it first',
    });
  const xml =
    `<disk type='file' device='${disk.kind}'><source file='${escapeXml(disk.source ?? '')}'/>` +
    `<target dev='${escapeXml(disk.device)}' bus='${escapeXml(disk.bus ?? 'virtio')}'/></disk>`;
  await unplug(job, xml, ({ definition }) => definition.disks.every(d => d.device !== disk.device));
}

const nicsOn = ({ definition }: DomainFacts, backend: string, network: string): DomainInterface[] =>
  definition.interfaces.filter(
    nic => nic.network !== null && idOf(backend, nativeIds.network(nic.network)) === network,
  );

/** Past those that it was made with. */
const macsFrom = 500;

async function attachNetwork(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const { network: id } = args as AttachNetwork;
  const { ref } = networkHere(job, id, { active: isActive(job.facts.state) });
  const filter = job.facts.definition.mark.groups.length > 0 ? filterNameOf(job.ref.uuid) : null;
  await plug(job, nicXml({ network: ref.name, mac: freeMac(job, job.ref.uuid, macsFrom), filter }));
}

function nicToRemove(job: InstanceJob, { network, mac }: DetachNetwork): DomainInterface & { mac: string } {
  const found = nicsOn(job.facts, job.backend, network).filter(nic => mac === null || nic.mac === mac);
  const [nic] = found;
  if (!nic || nic.mac === null)
    throw new ProviderError('resource.state', 'It has no such interface on this network');
  if (found.length > 1)
    throw new ProviderError('args.invalid', `It has ${found.length} interfaces on this network`, {
      advice: `Say which by its mac: ${found.map(n => n.mac).join(', ')}`,
    });
  return { ...nic, mac: nic.mac };
}

async function detachNetwork(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const nic = nicToRemove(job, args as DetachNetwork);
  const source = `<source network='${escapeXml(nic.network ?? '')}'/>`;
  const xml = `<interface type='network'><mac address='${escapeXml(nic.mac)}'/>${source}</interface>`;
  await unplug(job, xml, ({ definition }) => definition.interfaces.every(i => i.mac !== nic.mac));
}

/** How many interfaces on a network the instance had when the action was asked for. */
function nicsBefore({ request }: InstanceJob, network: string): number {
  const { interfaces } = request.before;
  if (!Array.isArray(interfaces)) return 0;
  return interfaces.filter(
    (nic: unknown) => typeof nic === 'object' && nic !== null && 'network' in nic && nic.network === network,
  ).length;
}

export const attachmentActions: Record<string, InstanceAction> = {
  attachVolume: {
    phase: 'attaching',
    causes: ['instance.changed'],
    run: attachVolume,
    reached: (_, { volume }, job) => diskOf(job, String(volume)) !== undefined,
  },
  detachVolume: {
    phase: 'detaching',
    causes: ['instance.changed'],
    run: detachVolume,
    reached: (_, { volume }, job) => diskOf(job, String(volume)) === undefined,
  },
  attachNetwork: {
    phase: 'attaching',
    causes: ['instance.changed'],
    run: attachNetwork,
    reached: (facts, { network }, job) =>
      nicsOn(facts, job.backend, String(network)).length > nicsBefore(job, String(network)),
  },
  detachNetwork: {
    phase: 'detaching',
    causes: ['instance.changed'],
    run: detachNetwork,
    reached: (facts, args, job) => {
      const { network, mac } = args as DetachNetwork;
      return nicsOn(facts, job.backend, network).every(nic => mac !== null && nic.mac !== mac);
    },
  },
};
