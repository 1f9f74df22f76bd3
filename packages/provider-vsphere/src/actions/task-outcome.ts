import type { Resolution } from '@orrery/provider-kit/action.ts';
import { isFault } from '@orrery/vim25/errors.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { toProviderError } from '../errors.ts';
import type { VmFacts } from '../map/facts.ts';
import { awaited, type Job, working } from './job.ts';
import { tasksAtWork } from './tasks-at-work.ts';

/** Waits for a task that is still at work. Null: vCenter remembers tasks for some minutes only. */
export async function outcomeOf(job: Job, task: MoRef): Promise<Resolution | null> {
  try {
    await awaited(job, task);
    return { state: 'succeeded' };
  } catch (error) {
    // Of asking for the task, and not the fault that the task ended with.
    if (isFault(error, 'ManagedObjectNotFound') && error.method === 'RetrievePropertiesEx') return null;
    const { code, message } = toProviderError(error, job.control.signal);
    if (code === 'cancelled' || code === 'backend.unavailable' || code === 'backend.timeout') throw error;
    return { state: 'failed', code, message };
  }
}

/** Whether a task for it is at work, begun before its handle was on disk. Then that is waited for. */
export async function atWork(job: Job, vm: VmFacts, description: string | null): Promise<Resolution | null> {
  if (description === null) return null;
  const wanted = { on: vm.ref, described: description };
  const [running] = await tasksAtWork(job.session, wanted, working(job));
  return running ? outcomeOf(job, running) : null;
}
