import type { Resolution } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { isFault } from '@orrery/vim25/errors.ts';
import { taskRef } from '@orrery/vim25/methods/tasks.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { toProviderError } from '../errors.ts';
import type { VmFacts } from '../map/facts.ts';
import { awaited, type Job, working } from './job.ts';
import type { Call } from './call.ts';
import type { Executor } from './executor.ts';
import { resolveHost } from './hosts.ts';
import { resolveNetwork, resolveVolume } from './made-things.ts';
import { isReverted, snapshotOf } from './snapshots.ts';
import { instanceActionTable } from './table.ts';
import { tasksAtWork } from './tasks-at-work.ts';

const traceless: Resolution = {
  state: 'unknown',
  message: 'It leaves no trace by which one could tell whether it was done',
};
const done = (reached: boolean | null | undefined): Resolution => {
  if (reached === null || reached === undefined) return traceless;
  return reached ? { state: 'succeeded' } : { state: 'not-started' };
};

/** What became of an action: by its task if vCenter still remembers it, otherwise by looking. */
export async function resolveAction(
  executor: Executor,
  call: Call,
  handle: string | null,
): Promise<Resolution> {
  const job = executor.job(call);
  const byTask = handle === null ? null : await outcomeOf(job, taskRef(handle));
  if (byTask) return byTask;
  switch (call.request.kind) {
    case 'instance':
      return resolveInstance(executor, call);
    case 'snapshot':
      return resolveSnapshot(executor, call);
    case 'storage-pool':
      return traceless;
    case 'host':
      return resolveHost(executor, call);
    case 'volume':
      return resolveVolume(executor, call);
    case 'network':
      return resolveNetwork(executor, call);
    default:
      return { state: 'unknown', message: `There are no actions on a ${call.request.kind}` };
  }
}

/** Waits for a task that is still at work. Null: vCenter remembers tasks for some minutes only. */
async function outcomeOf(job: Job, task: MoRef): Promise<Resolution | null> {
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
async function atWork(job: Job, vm: VmFacts, description: string | null): Promise<Resolution | null> {
  if (description === null) return null;
  const wanted = { on: vm.ref, described: description };
  const [running] = await tasksAtWork(job.session, wanted, working(job));
  return running ? outcomeOf(job, running) : null;
}

async function resolveInstance(executor: Executor, call: Call): Promise<Resolution> {
  const { request, args } = call;
  const action = instanceActionTable[request.action];
  try {
    const job = await executor.vmJob(executor.instance(request), call);
    const running = await atWork(job, job.vm, action?.task ?? null);
    return running ?? done(await action?.reached(job.vm, args, job));
  } catch (error) {
    if (!(error instanceof ProviderError) || error.code !== 'resource.not-found') throw error;
    return request.action === 'delete'
      ? { state: 'succeeded' }
      : { state: 'failed', code: 'resource.not-found', message: 'The instance is gone' };
  }
}

async function resolveSnapshot(executor: Executor, call: Call): Promise<Resolution> {
  const { request } = call;
  const deleting = request.action === 'delete';
  const gone: Resolution = deleting
    ? { state: 'succeeded' }
    : { state: 'failed', code: 'resource.not-found', message: 'The snapshot is gone' };
  const known = executor.snapshot(request);
  if (!known) return gone;
  const job = await executor.vmJob(known.vm, call);
  const snapshot = snapshotOf(job.vm, executor.native(request));
  if (!snapshot) return gone;
  return deleting ? { state: 'not-started' } : done(isReverted(job.vm, snapshot));
}
