import type { StoragePoolRef } from '@orrery/libvirt/procedures/refs.ts';
import * as snapshots from '@orrery/libvirt/procedures/snapshot.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { working } from '../actions/job.ts';
import { snapshotOf } from '../actions/snapshots.ts';
import { volumeByPath, type VolumeFacts } from '../host/facts.ts';
import { nativeIds } from '../ids.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import { diskPath } from '../inventory/render.ts';
import type { Copy } from '../inventory/placement.ts';
import { readSnapshotDisk, type SnapshotDisk } from '../map/snapshot.ts';
import { type Extract, extractSnapshot } from '../qcow2/extract.ts';
import { usersOf, volumeHere } from './find-volume.ts';
import { shownName, stampedName } from './made-names.ts';
import type { Making } from './making.ts';
import { withFile } from './read-file.ts';
import { uploadNew } from './upload-new.ts';
import { makeVolume, removeVolume } from './volumes.ts';

const MiB = 1_048_576;
/** Where the phase of the disk lies in the whole of a creation. */
const diskPart = { from: 0.05, to: 0.6 };
/** More often is no use to anybody. */
const tellEvery = 0.02;

interface Place {
  name: string;
  capacityBytes: number;
}

/** The disk of a snapshot, ready to be copied. */
export interface SnapshotSource {
  virtualBytes: number;
  /** At most so much is written to the pool. */
  bytesToWrite: number;
  copyTo: (pool: StoragePoolRef, place: Place) => Promise<VolumeFacts>;
}

interface Found {
  name: string;
  kept: SnapshotDisk['kept'];
  volume: VolumeFacts;
}

const noSnapshot = (id: string) => new ProviderError('resource.not-found', `There is no snapshot ${id}`);

/** The daemon's own words on the snapshot, which name the disk as it was then. */
async function describe(making: Making, id: string): Promise<{ copy: Copy; name: string; xml: string }> {
  const { backend, inventory } = making;
  const native = nativeOf(backend, id) ?? '';
  const copy = inventory.primary(native.split(':')[0] ?? '');
  const known = copy && snapshotOf(backend, copy.facts, native);
  if (!copy || !known) throw noSnapshot(id);
  const link = [making.link, ...making.others()].find(({ record }) => record?.name === copy.host.name);
  if (!link) throw new ProviderError('backend.unavailable', 'The host of the snapshot is out of reach now');
  const connection = await link.work();
  const xml = await connection.call(snapshots.getXml, { snapshot: known.ref, flags: 0 }, working(making));
  return { copy, name: known.definition.name, xml };
}

/** Its disk as the host at work sees it. */
async function find(making: Making, id: string): Promise<Found> {
  const { copy, name, xml } = await describe(making, id);
  const then = readSnapshotDisk(xml);
  if (!then || then.kept === 'not')
    throw new ProviderError(
      'resource.state',
      'The snapshot does not have the disk that its instance boots from',
    );
  const path = diskPath(copy.host, then.disk);
  const volume = path === null ? undefined : volumeByPath(copy.host, path);
  if (!volume)
    throw new ProviderError(
      'resource.state',
      'The disk of the snapshot lies in no storage pool, so it cannot be read',
    );
  const native = nativeIds.volume(copy.host.name, volume.ref);
  return { name, kept: then.kept, volume: await volumeHere(making, idOf(making.backend, native)) };
}

export async function findSnapshotDisk(making: Making, id: string): Promise<SnapshotSource> {
  making.control.progress({ phase: 'disk', fraction: diskPart.from });
  const found = await find(making, id);
  return found.kept === 'external' ? wholeFile(making, found) : insideOfFile(making, found);
}

/** A snapshot beside its disk is the file that the disk stands on since. */
function wholeFile(making: Making, { volume }: Found): SnapshotSource {
  const { ref, definition } = volume;
  if (usersOf(making, definition.path ?? '').instances.length > 0)
    throw new ProviderError(
      'resource.state',
      'The disk of the snapshot has been written to since it was taken',
    );
  return {
    virtualBytes: definition.capacityBytes ?? 0,
    bytesToWrite: definition.usedBytes ?? 0,
    copyTo: (pool, { name, capacityBytes }) =>
      grown(
        making,
        capacityBytes,
        makeVolume(making, pool, { name, capacityBytes, format: 'qcow2', from: ref }),
      ),
  };
}

/** An older libvirt makes a copy as large as its source, and what was uploaded is as large as the snapshot. */
async function grown(making: Making, capacity: number, copying: Promise<VolumeFacts>): Promise<VolumeFacts> {
  const made = await copying;
  if ((made.definition.capacityBytes ?? capacity) >= capacity) return made;
  await making.connection.call(
    storage.volumeResize,
    { volume: made.ref, capacity, flags: 0 },
    working(making),
  );
  return (await making.link.live.reader.volume(made.ref, 'event')) ?? made;
}

const gone = () =>
  new ProviderError('resource.state', 'The snapshot was deleted while it was copied', {
    advice: 'Choose another one',
  });

async function insideOfFile(making: Making, found: Found): Promise<SnapshotSource> {
  const { ref, definition } = found.volume;
  const { signal } = making.control;
  const backing = backingOf(making, found.volume);
  const within = <T>(use: (extract: Extract) => Promise<T>): Promise<T> =>
    withFile(making.link, { volume: ref, signal }, async read =>
      use(await extractSnapshot(read, { name: found.name, backing })),
    );
  const { virtualBytes, fileBytes } = await within(async extract => {
    if (extract.hasBacking !== (backing !== null))
      throw new ProviderError('backend.refused', 'What the disk of the snapshot stands on cannot be told');
    return extract;
  });
  const upload = (pool: StoragePoolRef, name: string): Promise<VolumeFacts> =>
    within(async extract => {
      const made = await uploadNew(making, pool, {
        name,
        bytes: extract.bytes(),
        sizeBytes: extract.fileBytes,
        onProgress: teller(making, extract.fileBytes),
      });
      if (!(await extract.unchanged())) throw gone();
      return made;
    });
  return {
    virtualBytes,
    // What it stands on is copied as well.
    bytesToWrite:
      fileBytes + (backing === null ? 0 : Math.min(virtualBytes, definition.capacityBytes ?? virtualBytes)),
    copyTo: async (pool, { name, capacityBytes }) => {
      if (backing === null) return grown(making, capacityBytes, upload(pool, name));
      const part = await upload(pool, partName(making, name));
      const copy = makeVolume(making, pool, { name, capacityBytes, format: 'qcow2', from: part.ref });
      const whole = await grown(making, capacityBytes, copy);
      await removeVolume(making, { pool, name: part.ref.name });
      return whole;
    },
  };
}

/** What differs from the backing file, for as long as it takes to put both into one. */
const partName = ({ uuid }: Making, name: string): string =>
  stampedName(`${shownName(name)}-part`, uuid, 'qcow2');

/** As libvirt resolves it: the header may say it relative to a folder. */
function backingOf({ link }: Making, { definition }: VolumeFacts): { path: string; format: string } | null {
  if (definition.backing === null) return null;
  const base = volumeByPath(link.live.reader.record, definition.backing);
  if (!base)
    throw new ProviderError(
      'resource.state',
      'The disk of the snapshot stands on a file that is in no storage pool',
      {
        advice: 'Revert the instance to the snapshot and copy its volume',
      },
    );
  return { path: definition.backing, format: base.definition.format ?? 'raw' };
}

function teller({ control }: Making, sizeBytes: number): (sent: number) => void {
  let told = 0;
  return sent => {
    const done = sent / Math.max(1, sizeBytes);
    if (done < 1 && done - told < tellEvery) return;
    told = done;
    control.progress({
      phase: 'disk',
      fraction: diskPart.from + done * (diskPart.to - diskPart.from),
      message: `${Math.ceil(sent / MiB)} of ${Math.ceil(sizeBytes / MiB)} MiB`,
    });
  };
}
