import { pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import type { VmFacts } from '../map/facts.ts';
import { finished, type InstanceAction, type VmJob, working } from './job.ts';

/** How long a guest may take to shut down, and how often is looked whether it has. The push tells most of it. */
const guestDeadlineMs = 300_000;
const lookEveryMs = 1_000;

const isOff = ({ power }: VmFacts): boolean => power === 'poweredOff';

async function stop(job: VmJob): Promise<undefined> {
  const { session, vm, clock, control } = job;
  await machines.shutdownGuest(session, vm.ref, working(job));
  control.progress({ phase: 'waiting for the guest' });
  const latest = clock.now() + guestDeadlineMs;
  while (clock.now() < latest) {
    await pause(clock, lookEveryMs, control.signal);
    if (isOff(await job.look())) return;
  }
  throw new ProviderError(
    'backend.timeout',
    `The guest did not react to the request to shut down within ${guestDeadlineMs / 60_000} minutes`,
    { advice: 'Force it off if it may lose work' },
  );
}

const byTask =
  (start: typeof machines.powerOn): InstanceAction['run'] =>
  async job => {
    await finished(job, await start(job.session, job.vm.ref, working(job)));
    return undefined;
  };

export const powerActions: Record<string, InstanceAction> = {
  start: {
    phase: 'starting',
    causes: ['instance.started'],
    task: 'VirtualMachine.powerOn',
    run: byTask(machines.powerOn),
    reached: vm => vm.power === 'poweredOn',
  },
  stop: {
    phase: 'asking the guest',
    causes: ['instance.stopped'],
    task: null,
    run: stop,
    reached: isOff,
  },
  forceStop: {
    phase: 'forcing off',
    causes: ['instance.stopped'],
    task: 'VirtualMachine.powerOff',
    run: byTask(machines.powerOff),
    reached: isOff,
  },
  reboot: {
    phase: 'asking the guest',
    causes: ['instance.rebooted'],
    task: null,
    run: async job => {
      await machines.rebootGuest(job.session, job.vm.ref, working(job));
      return 'The guest was asked to reboot; vSphere does not tell when it has';
    },
    reached: () => null,
  },
  reset: {
    phase: 'resetting',
    causes: ['instance.rebooted'],
    task: 'VirtualMachine.reset',
    run: byTask(machines.reset),
    reached: () => null,
  },
  suspend: {
    phase: 'saving the memory',
    causes: ['instance.suspended'],
    task: 'VirtualMachine.suspend',
    run: byTask(machines.suspend),
    reached: vm => vm.power === 'suspended',
  },
  /** Powering off what is suspended throws its memory away. */
  discardSavedState: {
    phase: 'discarding the saved memory',
    causes: ['instance.stopped'],
    task: 'VirtualMachine.powerOff',
    run: byTask(machines.powerOff),
    reached: isOff,
  },
};
