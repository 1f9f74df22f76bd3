import type { VolumeCreation } from '@orrery/contract/creation/creation.ts';
import type { CreateResult } from '@orrery/provider-kit/creator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import {
  cloneDisk,
  createDisk,
  deleteDisk,
  type DiskKey,
  extendDisk,
  readDisk,
} from '@orrery/vim25/methods/first-class-disks.ts';
import { cancelTask, readTask, taskRef } from '@orrery/vim25/methods/tasks.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { nativeOfDisk } from '../ids.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import type { DatastoreFacts, VolumeFacts } from '../map/facts.ts';
import { stampedName, stampOf } from '../map/volume-name.ts';
import { clearing, done, type Making, working } from './making.ts';
import { canTake, roomiest } from './place.ts';
import { ended } from './take-away.ts';

function datastoreFor(making: Making, { pool, capacityBytes }: VolumeCreation): DatastoreFacts {
  const { backend, store } = making;
  if (pool === null) return roomiest(store, [...store.hosts.values()].filter(canTake), capacityBytes);
  const native = nativeOf(backend, pool);
  const datastore = [...store.datastores.values()].find(d => d.native === native);
  if (!datastore) throw new ProviderError('resource.not-found', 'There is no such storage pool');
  if (!datastore.accessible) throw new ProviderError('resource.state', 'The datastore is out of reach now');
  if (datastore.freeBytes !== null && datastore.freeBytes < capacityBytes)
    throw new ProviderError('backend.refused', 'The datastore has no room for it', {
      advice: 'Choose another storage pool, or make room there',
    });
  return datastore;
}

/** The first-class disk that it is to be a copy of; null: it is to be empty. */
function sourceOf({ backend, store }: Making, { source, capacityBytes }: VolumeCreation): VolumeFacts | null {
  if (source === null) return null;
  if (source.from === 'image')
    throw new ProviderError('capability.missing', 'Images of vSphere are templates: they make no volumes');
  const volume = store.volumes.get(nativeOf(backend, source.volume) ?? '');
  if (!volume)
    throw new ProviderError('resource.not-found', 'There is no such volume with a life of its own');
  if (capacityBytes < volume.capacityBytes)
    throw new ProviderError('args.invalid', 'capacityBytes: less than what it is copied from', {
      advice: `Take ${volume.capacityBytes} or more`,
    });
  return volume;
}

function checkSpec({ store }: Making, { name, format }: VolumeCreation): void {
  if (format !== null)
    throw new ProviderError('args.invalid', 'format: volumes of vSphere are VMDK', {
      advice: 'Leave it out',
    });
  if ([...store.volumes.values()].some(v => v.name === name))
    throw new ProviderError('backend.refused', `There is a volume ${name} already`, {
      advice: 'Choose another name',
    });
}

async function madeBy(making: Making, task: MoRef): Promise<DiskKey | null> {
  const { result } = await readTask(making.session, task, working(making));
  return readDisk(result ?? undefined);
}

async function takeAway(creation: Making, task: MoRef | null): Promise<void> {
  if (!task) return;
  const making = clearing(creation);
  const { session, options, control } = making;
  await cancelTask(session, task, working(making)).catch(() => undefined);
  await ended(making, task);
  const made = await madeBy(making, task);
  if (!made) return;
  await done(making, await deleteDisk(session, made, working(making)));
  await options.volumes.one(session, made, control.signal);
}

/** An empty first-class disk, or a copy of one. */
export async function createVolume(making: Making, spec: VolumeCreation): Promise<CreateResult> {
  const { backend, session, control, undo, options } = making;
  checkSpec(making, spec);
  const datastore = datastoreFor(making, spec);
  const source = sourceOf(making, spec);
  const name = stampedName(spec.name, making.request.operation);
  const wanted = { name, datastore: datastore.ref, capacityBytes: spec.capacityBytes };
  let task: MoRef | null = null;
  undo.later('the volume', () => takeAway(making, task));
  control.progress({ phase: 'disk' });
  task = source
    ? await cloneDisk(session, source.key, wanted, working(making))
    : await createDisk(session, wanted, working(making));
  await control.bind(task.value);
  const { result } = await done(making, task);
  const made = readDisk(result ?? undefined);
  if (!made || made.file === null)
    throw new ProviderError('backend.refused', 'vSphere does not say what it made');
  const id = idOf(backend, nativeOfDisk({ datastore: made.datastore.value, file: made.file }));
  await control.identified(id);
  if (made.capacityBytes < spec.capacityBytes)
    await done(making, await extendDisk(session, made, spec.capacityBytes, working(making)));
  await options.volumes.one(session, made, control.signal);
  return { id };
}

/** By the stamp in its name. One that did not grow yet is taken away. */
export async function resolveVolume(
  making: Making,
  spec: VolumeCreation,
  handle: string | null,
): Promise<Resolution> {
  const { session, control, options, store, request } = making;
  if (handle !== null) await ended(making, taskRef(handle));
  await options.volumes.list(session, control.signal);
  const stamp = stampOf(request.operation);
  const made = [...store.volumes.values()].find(v => v.stamp === stamp);
  if (!made) return { state: 'not-started' };
  if (made.capacityBytes >= spec.capacityBytes) return { state: 'succeeded' };
  await done(making, await deleteDisk(session, made.key, working(making)));
  await options.volumes.one(session, made.key, control.signal);
  return { state: 'not-started' };
}
