import type { Call } from '@orrery/provider-kit/calls.ts';
import type { resizeVolumeArgs } from '@orrery/contract/actions/other-actions.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { growDisk } from '@orrery/vim25/methods/devices.ts';
import { deleteDisk, extendDisk } from '@orrery/vim25/methods/first-class-disks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asNumber } from '@orrery/vim25/values.ts';
import type { z } from 'zod';
import { renderFreeVolume, renderNetwork, renderVolume } from '../inventory/render.ts';
import { totalsOf } from '../inventory/scene.ts';
import type { NetworkFacts } from '../map/facts.ts';
import { devicesOf } from './attach.ts';
import { type Acting, missing } from './call.ts';
import { finished, type Job, working } from './job.ts';

// The arguments were validated with the rule's schema before: this cast repeats what that says.
type Resize = z.infer<typeof resizeVolumeArgs>;

const findVolume = (executor: Acting, call: Call) => {
  const { store } = executor.options.scene;
  const native = executor.native(call.request);
  return { native, own: store.volumes.get(native), shared: store.disks.get(native) };
};

const capacityOf = ({ own, shared }: ReturnType<typeof findVolume>): number | null =>
  shared?.disk.capacityBytes ?? own?.capacityBytes ?? null;

/** Grows or deletes a volume. */
export async function onVolume(executor: Acting, call: Call): Promise<ActionResult> {
  const { scene, volumes } = executor.options;
  const job = executor.job(call);
  const found = findVolume(executor, call);
  const { own, shared } = found;
  if (!own && !shared) throw missing(call.request);
  checkState(
    call.request,
    // One of the two is there, as was just looked.
    shared ? renderVolume(scene, shared) : renderFreeVolume(scene, own as NonNullable<typeof own>),
  );
  if (call.request.action === 'resize') await grow(executor, call, job);
  else if (own) await finished(job, await deleteDisk(job.session, own.key, working(job)));
  else throw new ProviderError('resource.state', 'It belongs to a template', { advice: 'Delete the image' });
  if (own) await volumes.one(job.session, own.key, job.control.signal);
  return {};
}

async function grow(executor: Acting, call: Call, job: Job): Promise<void> {
  const { capacityBytes } = call.args as Resize;
  const found = findVolume(executor, call);
  const now = capacityOf(found) ?? 0;
  if (capacityBytes < now)
    throw new ProviderError('args.invalid', 'capacityBytes: a volume can only grow', {
      advice: `Take more than ${now}`,
    });
  const [vm] = found.shared?.users ?? [];
  if (!vm || !found.shared) {
    // Without a VM that has it, it is a first-class disk: it was found.
    if (found.own)
      await finished(job, await extendDisk(job.session, found.own.key, capacityBytes, working(job)));
    return;
  }
  if (found.shared.disk.hasSnapshot)
    throw new ProviderError('resource.state', 'Snapshots hold on to this volume: it cannot grow', {
      advice: 'Delete the snapshots of its instance first',
    });
  const { key } = found.shared.disk;
  const device = (await devicesOf(job.session, vm.ref, working(job))).find(d => asNumber(d['key']) === key);
  if (!device) throw missing(call.request);
  const devices = [growDisk(device, capacityBytes)];
  await finished(job, await machines.reconfigure(job.session, vm.ref, { devices }, working(job)));
  const read = await executor.options.reader.read(job.session, vm.ref, working(job));
  if (read) await executor.options.devices.now(job.session, read, job.control.signal);
}

/** Looks: a volume that is gone was deleted, one that is large enough has grown. */
export async function resolveVolume(executor: Acting, call: Call): Promise<Resolution> {
  const { volumes } = executor.options;
  const { session, control } = executor.job(call);
  const before = findVolume(executor, call);
  if (before.own) await volumes.one(session, before.own.key, control.signal);
  const found = findVolume(executor, call);
  const isThere = found.own !== undefined || found.shared !== undefined;
  if (call.request.action === 'delete') return { state: isThere ? 'not-started' : 'succeeded' };
  if (!isThere) return { state: 'failed', code: 'resource.not-found', message: 'The volume is gone' };
  const { capacityBytes } = call.args as Resize;
  return { state: (capacityOf(found) ?? 0) >= capacityBytes ? 'succeeded' : 'not-started' };
}

const findNetwork = (executor: Acting, { request }: Call): NetworkFacts | undefined => {
  const native = executor.native(request);
  return [...executor.options.scene.store.networks.values()].find(n => n.native === native);
};

/** Deletes a port group of a distributed switch; the networks of standard switches are each host's own. */
export async function onNetwork(executor: Acting, call: Call): Promise<ActionResult> {
  const { scene, publisher } = executor.options;
  const job = executor.job(call);
  const network = findNetwork(executor, call);
  if (!network) throw missing(call.request);
  checkState(call.request, renderNetwork(scene, network, totalsOf(scene.store)));
  if (network.ref.type !== 'DistributedVirtualPortgroup')
    throw new ProviderError('backend.refused', 'It is a network of standard switches, which each host has', {
      advice: 'Take it off each host in vCenter',
    });
  await finished(job, await machines.destroy(job.session, network.ref, working(job)));
  scene.store.remove(network.ref);
  publisher.othersChanged(network.native);
  publisher.flush();
  return {};
}

export const resolveNetwork = (executor: Acting, call: Call): Resolution => ({
  state: findNetwork(executor, call) ? 'not-started' : 'succeeded',
});
