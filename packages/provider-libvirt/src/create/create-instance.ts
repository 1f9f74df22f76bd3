import { counted } from '@orrery/contract/counted.ts';
import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { undefineFlags } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { CreateResult } from '@orrery/provider-kit/creator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type Work, working } from '../actions/job.ts';
import { defineFilter, removeFilter } from '../actions/packet-filter.ts';
import type { VolumeFacts } from '../host/facts.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { Mark } from '../map/mark.ts';
import { filterNameOf } from '../map/nwfilter.ts';
import { hasForbiddenCharacters } from '../map/xml.ts';
import { checkFirstBoot } from '../seed/nocloud.ts';
import { awaitAddress } from './await-address.ts';
import { type NewDisk, type NewNic, writeDomain } from './domain-xml.ts';
import { checkFree, volumeHere } from './find-volume.ts';
import { chooseMachine } from './machine.ts';
import { stampedName, stampOf } from './made-names.ts';
import type { Making } from './making.ts';
import { finishMark } from './origin.ts';
import { GiB, makeRoots, type Roots } from './root-disk.ts';
import { makeSeed } from './seed-disk.ts';
import { makeVolume } from './volumes.ts';
import { nicsFor, type PlannedNic } from './nics.ts';

/** Everything of one instance that can be told to be wrong before anything is made. */
function check(making: Making, spec: InstanceCreation): void {
  const words = { name: spec.name, title: spec.title, description: spec.description };
  for (const [what, text] of Object.entries(words))
    if (text !== null && hasForbiddenCharacters(text))
      throw new ProviderError(
        'args.invalid',
        `The ${what} has control characters, which libvirt cannot keep`,
      );
  if (spec.container !== null)
    throw new ProviderError('args.invalid', 'libvirt makes virtual machines, not containers');
  if (spec.firstBoot !== null) checkFirstBoot(spec.firstBoot);
  for (const host of making.inventory.hosts.values())
    for (const { ref } of host.domains.values())
      if (ref.name === spec.name)
        throw new ProviderError('backend.refused', `There is an instance named ${spec.name} already`, {
          advice: 'Choose another name',
        });
}

/** Volumes that exist are taken as they are; new ones are made, and go again if the rest fails. */
async function extraDisks(making: Making, spec: InstanceCreation, { pool }: Roots): Promise<VolumeFacts[]> {
  const disks: VolumeFacts[] = [];
  for (const [index, extra] of spec.volumes.entries()) {
    if ('volume' in extra) {
      const volume = await volumeHere(making, extra.volume);
      checkFree(making, volume);
      disks.push(volume);
      continue;
    }
    const asked = extra.name ?? `${spec.name}-data-${index + 1}`;
    const name = stampedName(asked, making.uuid, 'qcow2');
    disks.push(
      await makeVolume(making, pool.ref, { name, capacityBytes: extra.newGiB * GiB, format: 'qcow2' }),
    );
  }
  return disks;
}

/** What the guest sees as the serial number of a disk: at most 20 characters. */
const serialOf = (uuid: string, index: number): string => `${stampOf(uuid)}-${index}`;

function disksOf(
  making: Making,
  parts: { roots: Roots; extras: VolumeFacts[]; seed: VolumeFacts | null },
): NewDisk[] {
  const { roots, extras, seed } = parts;
  const hard = [roots.disk, ...extras].map(({ definition }, index) => ({
    path: definition.path ?? '',
    format: definition.format ?? 'raw',
    readOnly: false,
    kind: 'disk' as const,
    boot: index === 0 ? 1 : null,
    serial: serialOf(making.uuid, index),
  }));
  const cds = [
    { cd: roots.cdrom, boot: 2 },
    { cd: seed, boot: null },
  ].flatMap(({ cd, boot }) =>
    cd === null
      ? []
      : [
          {
            path: cd.definition.path ?? '',
            format: 'raw',
            readOnly: true,
            kind: 'cdrom' as const,
            boot,
            serial: null,
          },
        ],
  );
  return [...hard, ...cds];
}

function markFor({ request, clock }: Making, spec: InstanceCreation, image: string | null): Mark {
  return {
    project: request.project,
    flavor: spec.flavor,
    image,
    created: isoNow(clock),
    tags: spec.tags,
    groups: spec.securityGroups ?? [],
    origin: { operation: request.operation, creating: true },
    others: [],
  };
}

const all =
  undefineFlags.managedSave |
  undefineFlags.snapshotsMetadata |
  undefineFlags.nvram |
  undefineFlags.checkpointsMetadata;

/** Bears that it is gone already, or off. */
export async function removeDomain(work: Work, uuid: string): Promise<void> {
  const orGone = (error: unknown) => {
    if (isLibvirtError(error, 'NO_DOMAIN', 'OPERATION_INVALID')) return;
    throw error;
  };
  const ref = await work.connection
    .call(domain.lookupByUuid, { uuid }, working(work))
    .catch((error: unknown) => {
      if (isLibvirtError(error, 'NO_DOMAIN')) return null;
      throw error;
    });
  if (ref === null) return;
  await work.connection.call(domain.destroy, { domain: ref, flags: 0 }, working(work)).catch(orGone);
  await work.connection.call(domain.undefine, { domain: ref, flags: all }, working(work)).catch(orGone);
  await work.link.live.reader.domain(ref, 'event');
}

async function define(making: Making, xml: string): Promise<DomainRef> {
  making.undo.later('the instance', () => making.clear(work => removeDomain(work, making.uuid)));
  const ref = await making.connection.call(domain.defineXml, { xml, flags: 0 }, working(making));
  await making.link.live.reader.domain(ref, 'event');
  return ref;
}

async function start(making: Making, ref: DomainRef): Promise<void> {
  making.control.progress({ phase: 'boot', fraction: 0.7 });
  making.control.signal.throwIfAborted();
  await making.connection.call(domain.create, { domain: ref, flags: 0 }, working(making));
}

async function machineFor(making: Making, spec: InstanceCreation) {
  const { capabilities } = making.link.live.reader.record.facts;
  const machine = await chooseMachine(
    making.connection,
    capabilities.architecture ?? 'x86_64',
    working(making),
  );
  if (spec.vcpus > machine.maxVcpus)
    throw new ProviderError(
      'args.invalid',
      `Its host gives at most ${counted(machine.maxVcpus, 'vCPU')} to one instance`,
    );
  return machine;
}

/** What it lets through is there before it is. */
async function filterFor(making: Making, { securityGroups = [] }: InstanceCreation): Promise<string | null> {
  if (securityGroups.length === 0) return null;
  making.undo.later('its packet filter', () => making.clear(work => removeFilter(work, making.uuid)));
  await defineFilter(making, making.uuid, securityGroups);
  return filterNameOf(making.uuid);
}

async function describe(making: Making, spec: InstanceCreation, nics: PlannedNic[]): Promise<string> {
  const machine = await machineFor(making, spec);
  const roots = await makeRoots(making, spec);
  const extras = await extraDisks(making, spec, roots);
  const seed = await makeSeed(making, roots.pool, { spec, nics });
  const filter = await filterFor(making, spec);
  making.control.progress({ phase: 'define', fraction: 0.65 });
  making.control.signal.throwIfAborted();
  return writeDomain({
    uuid: making.uuid,
    name: spec.name,
    title: spec.title,
    description: spec.description,
    vcpus: spec.vcpus,
    memoryMiB: spec.memoryMiB,
    mark: markFor(making, spec, roots.image),
    machine,
    disks: disksOf(making, { roots, extras, seed }),
    nics: nics.map(({ network, mac }): NewNic => ({ network, mac, filter })),
  });
}

/** Image, disks, seed, definition, start, address: as far as asked for. */
export async function createInstance(making: Making, spec: InstanceCreation): Promise<CreateResult> {
  check(making, spec);
  const nics = nicsFor(making, spec.networks);
  const id = idOf(making.backend, making.uuid);
  await making.control.identified(id);
  const ref = await define(making, await describe(making, spec, nics));
  if (spec.start) await start(making, ref);
  const message = spec.start ? await awaitAddress(making, ref, nics) : undefined;
  making.control.signal.throwIfAborted();
  await finishMark(making, ref);
  await making.link.live.reader.domain(ref, 'event');
  return message === undefined ? { id } : { id, message };
}
