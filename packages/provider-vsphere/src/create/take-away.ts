import { isFault } from '@orrery/vim25/errors.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { findVm } from '@orrery/vim25/methods/search.ts';
import { cancelTask } from '@orrery/vim25/methods/tasks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asText, type MoRef } from '@orrery/vim25/values.ts';
import { devicesOf } from '../actions/attach.ts';
import { tasksAtWork } from '../actions/tasks-at-work.ts';
import { readDevices } from '../map/devices.ts';
import { clearing, type Clearing, done, working } from './making.ts';

/** Until it has ended, however; quiet when vCenter has forgotten it. */
export async function ended(making: Clearing, task: MoRef): Promise<void> {
  await done(making, task).catch((error: unknown) => {
    if (making.control.signal.aborted) throw error;
  });
}

/** Clones of a template that are being made now. */
export const clonesOf = (making: Clearing, template: MoRef): Promise<MoRef[]> =>
  tasksAtWork(making.session, { on: template, described: 'VirtualMachine.clone' }, working(making));

async function switchOff(making: Clearing, vm: MoRef): Promise<void> {
  const { properties } = await retrieveOne(
    making.session,
    { ref: vm, paths: ['runtime.powerState'] },
    working(making),
  );
  if (asText(properties['runtime.powerState']) === 'poweredOff') return;
  await done(making, await machines.powerOff(making.session, vm, working(making)));
}

/** Volumes that were there before it are taken off: they have a life of their own. */
async function keepVolumes(making: Clearing, vm: MoRef): Promise<void> {
  const { session, store } = making;
  const devices = await devicesOf(session, vm, working(making));
  const own = readDevices(devices).disks.filter(({ native }) => store.volumes.has(native ?? ''));
  if (own.length === 0) return;
  const detach = own.map(({ key, type }) => ({ key, type }));
  await done(making, await machines.reconfigure(session, vm, { detach }, working(making)));
}

/** With its disks, those excepted that outlive it. */
export async function removeVm(making: Clearing, vm: MoRef): Promise<void> {
  const { session } = making;
  try {
    await switchOff(making, vm);
    await keepVolumes(making, vm);
    await done(making, await machines.destroy(session, vm, working(making)));
  } catch (error) {
    if (!isFault(error, 'ManagedObjectNotFound')) throw error;
  }
}

/** What bears the id of the operation. */
export async function removeMade(making: Clearing): Promise<void> {
  const { session, request, reader } = making;
  const vm = await findVm(session, request.operation, working(making));
  if (!vm) return;
  await removeVm(making, vm);
  await reader.read(session, vm, working(making));
}

/** What a creation has left: a clone that is still being made, and one that was. */
export async function takeAway(
  creation: Clearing,
  { template, task }: { template: MoRef; task: MoRef | null },
): Promise<void> {
  const making = clearing(creation);
  const { session } = making;
  if (task) await cancelTask(session, task, working(making)).catch(() => undefined);
  for (const running of task ? [task] : await clonesOf(making, template)) await ended(making, running);
  await removeMade(making);
}
