import type { InstanceCreation, VolumeCreation } from '@orrery/contract/creation/creation.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import * as network from '@orrery/libvirt/procedures/network.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { type Work, working } from '../actions/job.ts';
import { removeFilter } from '../actions/packet-filter.ts';
import { readOneDomain } from '../host/read-domains.ts';
import { hasFiles } from '../map/storage.ts';
import { isActive } from '../map/power.ts';
import { removeNetwork } from './create-network.ts';
import { removeDomain } from './create-instance.ts';
import { bearsStamp } from './made-names.ts';
import type { Making } from './making.ts';
import { finishMark } from './origin.ts';
import { wholeHandle } from './uploaded-volume.ts';
import { removeVolume } from './volumes.ts';

const poolRunning = 2;

/** Volumes of an operation, in all pools of the host at work. */
export async function stampedVolumes(work: Work, uuid: string) {
  const pools = [...work.link.live.reader.record.pools.values()].filter(p => p.state === poolRunning);
  const found = [];
  for (const { ref: pool } of pools) {
    const refs = await work.connection.call(storage.poolListAllVolumes, { pool, flags: 0 }, working(work));
    for (const ref of refs) if (bearsStamp(ref.name, uuid)) found.push({ pool, ref });
  }
  return found;
}

async function clearInstance(making: Making, spec: InstanceCreation): Promise<Resolution> {
  await removeDomain(making, making.uuid);
  if (spec.securityGroups?.length) await removeFilter(making, making.uuid);
  for (const { pool, ref } of await stampedVolumes(making, making.uuid))
    await removeVolume(making, { pool, name: ref.name });
  const id = spec.root.from === 'image' || spec.root.from === 'installer' ? spec.root.image : null;
  const image = id === null ? null : await making.control.image(id);
  for (const { ref, state, definition } of making.link.live.reader.record.pools.values())
    if (image && state === poolRunning && hasFiles(definition.type))
      await making.images.dropPart(making, ref, image);
  return { state: 'not-started' };
}

/** Whole once its mark says so, or once it runs as was asked for; anything less is taken away. */
export async function resolveInstance(making: Making, spec: InstanceCreation): Promise<Resolution> {
  const { connection, uuid, request } = making;
  const ref = await connection.call(domain.lookupByUuid, { uuid }, working(making)).catch(orNone);
  if (ref === null) return clearInstance(making, spec);
  const seen = { asOf: new Date(making.clock.now()).toISOString(), source: 'poll' as const };
  const facts = await readOneDomain(connection, ref, { seen, options: working(making) });
  const origin = facts?.definition.mark.origin;
  if (!facts || origin?.operation !== request.operation) return clearInstance(making, spec);
  if (!origin.creating) return { state: 'succeeded' };
  if (spec.start && !isActive(facts.state)) return clearInstance(making, spec);
  await finishMark(making, ref);
  return { state: 'succeeded' };
}

const orNone = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_DOMAIN', 'NO_NETWORK')) return null;
  throw error;
};

/**
 * libvirt makes a volume in one call: it is there, or it is not. One that was not grown yet is taken away; so is one
 * that a file was being uploaded into.
 */
export async function resolveVolume(
  making: Making,
  { capacityBytes, source }: VolumeCreation,
  handle: string | null,
): Promise<Resolution> {
  const [made] = await stampedVolumes(making, making.uuid);
  if (!made) return { state: 'not-started' };
  const facts = await making.link.live.reader.volume(made.ref, 'poll');
  const isFilled = !(source?.from === 'image' && source.discard) || handle === wholeHandle;
  if (isFilled && (facts?.definition.capacityBytes ?? 0) >= capacityBytes) return { state: 'succeeded' };
  await removeVolume(making, { pool: made.pool, name: made.ref.name });
  return { state: 'not-started' };
}

/** Active on all hosts, or taken away from all. */
export async function resolveNetwork(making: Making): Promise<Resolution> {
  const links = [making.link, ...making.others()];
  const states = await Promise.all(
    links.map(async link => {
      const connection = await link.work();
      const ref = await connection
        .call(network.lookupByUuid, { uuid: making.uuid }, working(making))
        .catch(orNone);
      return ref !== null && (await connection.call(network.isActive, { network: ref }, working(making)));
    }),
  );
  if (states.every(Boolean)) return { state: 'succeeded' };
  for (const link of links) await removeNetwork(making, link, making.uuid);
  return { state: 'not-started' };
}
