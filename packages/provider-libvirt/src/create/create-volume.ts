import type { VolumeCreation } from '@orrery/contract/creation/creation.ts';
import type { StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { CreateResult } from '@orrery/provider-kit/creator.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { working } from '../actions/job.ts';
import type { PoolFacts, VolumeFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { nativeIds } from '../ids.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import { diskPath } from '../inventory/render.ts';
import { isActive } from '../map/power.ts';
import { hasFiles } from '../map/storage.ts';
import { findVolume, volumeHere } from './find-volume.ts';
import { shownName, stampedName } from './made-names.ts';
import type { Making } from './making.ts';
import { checkUsable, choosePool, poolById } from './pools.ts';
import { bringImage, catalogueImage } from './root-disk.ts';
import { becomesVolume, uploadedVolume, wholeHandle } from './uploaded-volume.ts';
import { makeVolume } from './volumes.ts';

interface Source {
  capacityBytes: number;
  /** What is copied; or the file that becomes the volume itself. */
  from: { ref: StorageVolumeRef } | { image: ImageContent };
}

/** The host that a volume must be made on; null where any will do. */
export function hostOfVolume(
  { backend, inventory }: Pick<Making, 'backend' | 'inventory'>,
  spec: VolumeCreation,
): string | null {
  if (spec.pool !== null) {
    const native = nativeOf(backend, spec.pool);
    for (const host of inventory.hosts.values())
      if (native !== null && poolById(host, native)) return host.name;
    throw new ProviderError('resource.not-found', `There is no storage pool ${spec.pool}`);
  }
  return spec.source?.from === 'volume'
    ? findVolume({ backend, inventory }, spec.source.volume).host.name
    : null;
}

function poolFor(making: Making, spec: VolumeCreation): PoolFacts {
  const { record } = making.link.live.reader;
  const pool = spec.pool === null ? undefined : poolById(record, nativeOf(making.backend, spec.pool) ?? '');
  return checkUsable(pool ?? choosePool(record, 0));
}

function formatFor(pool: PoolFacts, { format }: VolumeCreation): 'qcow2' | 'raw' {
  const files = hasFiles(pool.definition.type);
  if (format === 'qcow2' && !files)
    throw new ProviderError('args.invalid', `Pool ${pool.ref.name} has no files: its volumes are raw`, {
      advice: 'Leave the format out',
    });
  return format ?? (files ? 'qcow2' : 'raw');
}

/** The shape of a file that is being written to cannot be copied: the copy would be of no one moment. */
function refuseRunning({ link }: { link: HostLink }, path: string): void {
  const { record } = link.live.reader;
  for (const { ref, definition, state } of record.domains.values())
    if (isActive(state) && definition.disks.some(disk => diskPath(record, disk) === path))
      throw new ProviderError('resource.state', `Instance ${ref.name} writes to the volume now`, {
        advice: 'Stop it first, or take a snapshot',
      });
}

async function sourceFor(making: Making, spec: VolumeCreation, pool: PoolFacts): Promise<Source | null> {
  if (spec.source === null) return null;
  if (spec.source.from === 'volume') {
    const { ref, definition } = await volumeHere(making, spec.source.volume);
    refuseRunning(making, definition.path ?? '');
    return { from: { ref }, capacityBytes: definition.capacityBytes ?? 0 };
  }
  const image = await catalogueImage(making, spec.source.image);
  if (spec.source.discard === true && becomesVolume(pool, image, spec))
    return { from: { image }, capacityBytes: image.virtualSizeBytes };
  const files = choosePool(making.link.live.reader.record, image.sizeBytes);
  const { ref } = await bringImage(making, files, image);
  return { from: { ref }, capacityBytes: image.virtualSizeBytes };
}

const tooSmall = (bytes: number) =>
  new ProviderError('args.invalid', `What it is copied from has ${bytes} bytes; it cannot be smaller`, {
    advice: 'Ask for at least as much',
  });

function refuseTaken(pool: PoolFacts, name: string): void {
  if ([...pool.volumes.keys()].some(v => shownName(v) === name))
    throw new ProviderError('backend.refused', `There is a volume named ${name} already`, {
      advice: 'Choose another name',
    });
}

interface NewOne {
  name: string;
  capacityBytes: number;
  format: 'qcow2' | 'raw';
  source: Source | null;
}

async function makeFrom(
  making: Making,
  pool: PoolFacts,
  { source, ...volume }: NewOne,
): Promise<VolumeFacts> {
  const { control } = making;
  const from = source?.from;
  if (from && 'image' in from) return uploadedVolume(making, pool, { ...volume, image: from.image });
  control.progress({ phase: 'disk', fraction: 0.55 });
  control.signal.throwIfAborted();
  return makeVolume(making, pool.ref, { ...volume, from: from?.ref });
}

export async function createVolume(making: Making, spec: VolumeCreation): Promise<CreateResult> {
  const pool = poolFor(making, spec);
  const format = formatFor(pool, spec);
  refuseTaken(pool, spec.name);
  const name = stampedName(spec.name, making.uuid, format);
  const host = making.link.live.reader.record.name;
  const id = idOf(making.backend, nativeIds.volume(host, { pool: pool.ref.name, name }));
  await making.control.identified(id);
  const source = await sourceFor(making, spec, pool);
  if (source && source.capacityBytes > spec.capacityBytes) throw tooSmall(source.capacityBytes);
  const { capacityBytes } = spec;
  const made = await makeFrom(making, pool, { name, capacityBytes, format, source });
  // An older libvirt makes a copy as large as its source; a file that was uploaded is as large as it says.
  if ((made.definition.capacityBytes ?? capacityBytes) < capacityBytes) {
    const args = { volume: made.ref, capacity: capacityBytes, flags: 0 };
    await making.connection.call(storage.volumeResize, args, working(making));
    await making.link.live.reader.volume(made.ref, 'event');
  }
  making.control.signal.throwIfAborted();
  await making.control.bind(wholeHandle);
  const fact = { type: 'volume.created', severity: 'info' as const, message: 'Created' };
  making.events.report({ kind: 'volume', id, name: spec.name, host: idOf(making.backend, host), fact });
  return { id };
}
