import { counted } from '@orrery/contract/counted.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { deleteDisk } from '@orrery/vim25/methods/first-class-disks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { devicePath, readDevices } from '../map/devices.ts';
import type { DiskFacts, VolumeFacts } from '../map/facts.ts';
import { awaited, finished, type InstanceAction, type VmJob, working } from './job.ts';

/** vSphere deletes an instance with all disks that are on it: those to keep must be taken off first. */
async function disksToKeep(job: VmJob, withVolumes: boolean): Promise<DiskFacts[]> {
  const { session, vm, store } = job;
  const { properties } = await retrieveOne(session, { ref: vm.ref, paths: [devicePath] }, working(job));
  const { disks } = readDevices(properties[devicePath]);
  // vSphere keeps first-class disks in any case.
  const isOthers = ({ native }: DiskFacts): boolean =>
    native !== null &&
    [...(store.disks.get(native)?.users ?? [])].some(user => user.ref.value !== vm.ref.value);
  return withVolumes ? disks.filter(isOthers) : disks;
}

async function detach(job: VmJob, disks: readonly DiskFacts[]): Promise<void> {
  const { session, vm, control } = job;
  if (vm.snapshots.length > 0)
    throw new ProviderError('resource.state', 'It has snapshots, so its disks cannot be kept apart from it', {
      advice: 'Delete its snapshots first, or delete it with its volumes',
    });
  control.progress({ phase: 'taking its disks off' });
  const change = { detach: disks.map(({ key, type }) => ({ key, type })) };
  await awaited(job, await machines.reconfigure(session, vm.ref, change, working(job)));
}

/** First-class disks outlive the instance that had them. */
async function deleteVolumes(job: VmJob, own: readonly VolumeFacts[]): Promise<void> {
  const { session, volumes, control } = job;
  for (const { key } of own) {
    await awaited(job, await deleteDisk(session, key, working(job)));
    await volumes.one(session, key, control.signal);
  }
}

async function remove(job: VmJob, { withVolumes }: Record<string, unknown>): Promise<string | undefined> {
  const { session, store } = job;
  const own = (job.vm.devices?.disks ?? []).flatMap(({ native }) => store.volumes.get(native ?? '') ?? []);
  const kept = await disksToKeep(job, withVolumes === true);
  if (kept.length > 0) await detach(job, kept);
  job.control.progress({ phase: 'deleting' });
  await finished(job, await machines.destroy(session, job.vm.ref, working(job)));
  if (withVolumes === true) await deleteVolumes(job, own);
  const files = kept.filter(({ native }) => !store.volumes.has(native ?? '')).length;
  if (files === 0) return undefined;
  return `Kept on the datastore, where no list shows it: ${counted(files, 'disk')}`;
}

export const deleteAction: InstanceAction = {
  phase: 'deleting',
  // Taking disks off changes it first.
  causes: ['instance.changed', 'instance.deleted'],
  task: 'VirtualMachine.destroy',
  run: remove,
  // Looked at: so it is still there.
  reached: () => false,
};
