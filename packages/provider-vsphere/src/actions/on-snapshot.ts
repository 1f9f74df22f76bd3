import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { resolutionOf } from '@orrery/provider-kit/resolutions.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { renderSnapshot } from '../inventory/render.ts';
import { missing } from './call.ts';
import type { Executor } from './executor.ts';
import { isReverted, removeSnapshot, revert, snapshotOf } from './snapshots.ts';

export async function onSnapshot(executor: Executor, call: Call): Promise<ActionResult> {
  const { request, control } = call;
  const { link, scene } = executor.options;
  const known = executor.snapshot(request);
  // Out of reach comes before not found: then nobody knows.
  void link.session;
  const job = await executor.vmJob(known?.vm, call);
  const snapshot = snapshotOf(job.vm, executor.native(request));
  if (!snapshot) throw missing(request);
  checkState(request, renderSnapshot(scene, job.vm, snapshot));
  const reverting = request.action === 'revert';
  control.progress({ phase: reverting ? 'reverting' : 'deleting' });
  // Reverting changes the instance: those events are its own as well.
  const instance = { ...request, id: idOf(scene.backend, job.vm.native) };
  const causes = reverting ? [] : ['snapshot.deleted'];
  return executor.during({ request: instance, causes, job }, async () => {
    await (reverting ? revert(job, snapshot) : removeSnapshot(job, snapshot));
    return {};
  });
}

export async function resolveSnapshot(executor: Executor, call: Call): Promise<Resolution> {
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
  return deleting ? { state: 'not-started' } : resolutionOf(isReverted(job.vm, snapshot));
}
