import type { attachVolumeArgs, detachVolumeArgs } from '@orrery/contract/actions/instance-actions.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { addExistingDisk, freePlaces, newKey, removeDevice } from '@orrery/vim25/methods/devices.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asNumber } from '@orrery/vim25/values.ts';
import type { z } from 'zod';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { Store } from '../inventory/store.ts';
import { readDevices } from '../map/devices.ts';
import type { VmFacts, VolumeFacts } from '../map/facts.ts';
import { devicesOf } from './attach.ts';
import { finished, type InstanceAction, type Job, type VmJob, working } from './job.ts';

// The arguments were validated with the rule's schema before: these casts repeat what that says.
type Attach = z.infer<typeof attachVolumeArgs>;
type Detach = z.infer<typeof detachVolumeArgs>;

/** A first-class disk that no VM has. */
export function freeVolume({ backend, store }: { backend: string; store: Store }, id: string): VolumeFacts {
  const native = nativeOf(backend, id) ?? '';
  const volume = store.volumes.get(native);
  if (store.disks.has(native))
    throw new ProviderError('resource.state', 'Another instance has this volume', {
      advice: 'Detach it there first',
    });
  if (!volume) throw new ProviderError('resource.not-found', `There is no volume ${id}`);
  return volume;
}

async function attach(job: VmJob, args: Record<string, unknown>): Promise<undefined> {
  const { volume: id, readOnly } = args as Attach;
  if (readOnly)
    throw new ProviderError('args.invalid', 'vSphere has no disks that can only be read', {
      advice: 'Attach it for reading and writing',
    });
  const { file, capacityBytes } = freeVolume(job, id);
  const [place] = freePlaces(await devicesOf(job.session, job.vm.ref, working(job)));
  if (!place)
    throw new ProviderError('resource.state', 'It has no SCSI controller with a free place for a disk');
  const devices = [addExistingDisk({ key: newKey(1), file, capacityBytes, ...place })];
  await finished(job, await machines.reconfigure(job.session, job.vm.ref, { devices }, working(job)));
}

async function diskOf({ session, backend, control }: Job, vm: VmFacts, id: string) {
  const devices = await devicesOf(session, vm.ref, { signal: control.signal });
  const native = nativeOf(backend, id);
  const disk = readDevices(devices).disks.find(d => d.native === native);
  const device = devices.find(d => asNumber(d['key']) === disk?.key);
  return disk && device ? { disk, device } : null;
}

async function detach(job: VmJob, args: Record<string, unknown>): Promise<string | undefined> {
  const { volume: id } = args as Detach;
  const found = await diskOf(job, job.vm, id);
  if (!found) throw new ProviderError('resource.not-found', 'It does not have this volume');
  if (found.disk.hasSnapshot)
    throw new ProviderError('resource.state', 'Its snapshots hold on to this volume', {
      advice: 'Delete its snapshots first',
    });
  const devices = [removeDevice(found.device)];
  await finished(job, await machines.reconfigure(job.session, job.vm.ref, { devices }, working(job)));
  if (job.store.volumes.has(found.disk.native ?? '')) return undefined;
  return 'It is kept as a file on the datastore; no list shows it';
}

export const volumeActions: Record<string, InstanceAction> = {
  attachVolume: {
    phase: 'attaching',
    causes: ['instance.changed'],
    task: 'VirtualMachine.reconfigure',
    run: attach,
    reached: async (vm, args, job) => (await diskOf(job, vm, (args as Attach).volume)) !== null,
  },
  detachVolume: {
    phase: 'detaching',
    causes: ['instance.changed'],
    task: 'VirtualMachine.reconfigure',
    run: detach,
    reached: async (vm, args, job) => (await diskOf(job, vm, (args as Detach).volume)) === null,
  },
};
