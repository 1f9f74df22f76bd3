import type { attachNetworkArgs, detachNetworkArgs } from '@orrery/contract/actions/instance-actions.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { addNic, newKey, removeDevice } from '@orrery/vim25/methods/devices.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asNumber } from '@orrery/vim25/values.ts';
import type { z } from 'zod';
import { readDevices } from '../map/devices.ts';
import type { VmFacts } from '../map/facts.ts';
import { backingOf, devicesOf, networkOf } from './attach.ts';
import { finished, type InstanceAction, type Job, type VmJob, working } from './job.ts';

// The arguments were validated with the rule's schema before: these casts repeat what that says.
type Attach = z.infer<typeof attachNetworkArgs>;
type Detach = z.infer<typeof detachNetworkArgs>;

async function attach(job: VmJob, args: Record<string, unknown>): Promise<undefined> {
  const network = networkOf(job, (args as Attach).network);
  const devices = [addNic(newKey(1), await backingOf(job.session, network, working(job)))];
  await finished(job, await machines.reconfigure(job.session, job.vm.ref, { devices }, working(job)));
}

/** Its interfaces on one network; by MAC address where one is given. */
async function nicsOn(job: Job, vm: VmFacts, { network: id, mac }: { network: string; mac: string | null }) {
  const { ref } = networkOf(job, id);
  const devices = await devicesOf(job.session, vm.ref, working(job));
  const keys = new Set(
    readDevices(devices)
      .nics.filter(n => n.network?.value === ref.value && (mac === null || n.mac === mac))
      .map(n => n.key),
  );
  return devices.filter(d => keys.has(asNumber(d['key']) ?? -1));
}

async function detach(job: VmJob, args: Record<string, unknown>): Promise<undefined> {
  const [nic, ...more] = await nicsOn(job, job.vm, args as Detach);
  if (!nic) throw new ProviderError('resource.not-found', 'It has no such interface on this network');
  if (more.length > 0)
    throw new ProviderError('args.invalid', `mac: it has ${more.length + 1} interfaces on this network`, {
      advice: 'Say which by its MAC address',
    });
  const devices = [removeDevice(nic)];
  await finished(job, await machines.reconfigure(job.session, job.vm.ref, { devices }, working(job)));
}

export const interfaceActions: Record<string, InstanceAction> = {
  attachNetwork: {
    phase: 'attaching',
    causes: ['instance.changed'],
    task: 'VirtualMachine.reconfigure',
    run: attach,
    reached: async (vm, args, job) => (await nicsOn(job, vm, { ...(args as Attach), mac: null })).length > 0,
  },
  detachNetwork: {
    phase: 'detaching',
    causes: ['instance.changed'],
    task: 'VirtualMachine.reconfigure',
    run: detach,
    reached: async (vm, args, job) => (await nicsOn(job, vm, args as Detach)).length === 0,
  },
};
