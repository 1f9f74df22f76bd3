import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { isWritable } from '@orrery/vim25/xml/write.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { nativeOfRef } from '../ids.ts';
import type { SnapshotFacts, VmFacts } from '../map/facts.ts';
import { finished, type InstanceAction, type VmJob, working } from './job.ts';

async function take(job: VmJob, args: Record<string, unknown>): Promise<undefined> {
  const description = typeof args['description'] === 'string' ? args['description'] : '';
  if (!isWritable(description))
    throw new ProviderError(
      'args.invalid',
      'The description has control characters, which vSphere cannot keep',
    );
  const memory = args['withMemory'] === true && job.vm.power === 'poweredOn';
  const spec = { name: String(args['name']), description, memory, quiesce: false };
  await finished(job, await machines.createSnapshot(job.session, job.vm.ref, spec, working(job)));
}

export const snapshotAction: InstanceAction = {
  phase: 'taking the snapshot',
  causes: ['snapshot.created'],
  task: 'VirtualMachine.createSnapshot',
  run: take,
  reached: (vm, { name }) => vm.snapshots.some(s => s.name === name),
};

export const snapshotOf = (vm: VmFacts, native: string): SnapshotFacts | undefined =>
  vm.snapshots.find(s => nativeOfRef(s.ref) === native);

export async function revert(job: VmJob, { ref }: SnapshotFacts): Promise<void> {
  await finished(job, await machines.revertToSnapshot(job.session, ref, working(job)));
}

export async function removeSnapshot(job: VmJob, { ref }: SnapshotFacts): Promise<void> {
  await finished(job, await machines.removeSnapshot(job.session, ref, working(job)));
}

/** As its snapshot left it: it is the current one, and the power state is the one of then. Without memory it is off. */
export const isReverted = (vm: VmFacts, { ref, state }: SnapshotFacts): boolean =>
  vm.currentSnapshot?.value === ref.value && (vm.power === state || vm.power === 'poweredOff');
