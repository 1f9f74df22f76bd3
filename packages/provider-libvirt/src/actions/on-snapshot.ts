import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { renderSnapshot } from '../inventory/render.ts';
import type { Executor } from './executor.ts';
import { isReverted, removeSnapshot, revert, snapshotOf } from './snapshots.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';

const uuidOf = (native: string): string => native.split(':')[0] ?? '';

export async function actOnSnapshot(executor: Executor, call: Call): Promise<ActionResult> {
  const { request, control } = call;
  const native = executor.native(request);
  const job = await executor.instanceJob(uuidOf(native), call);
  const { backend } = executor.options;
  const snapshot = snapshotOf(backend, job.facts, native);
  if (!snapshot) throw new ProviderError('resource.not-found', `There is no snapshot ${request.id}`);
  checkState(request, renderSnapshot(backend, job.ref, { snapshot, seen: job.facts }));
  const reverting = request.action === 'revert';
  control.progress({ phase: reverting ? 'reverting' : 'deleting' });
  // Reverting stops and starts the instance: those events are its own as well.
  const instance = { ...request, id: `${backend}:${job.ref.uuid}` };
  return executor.options.own.during(instance, [], () =>
    executor.options.own.during(request, [], async () => {
      await (reverting ? revert(job, snapshot) : removeSnapshot(job, snapshot));
      executor.tellSnapshot(
        job,
        snapshot.definition.name,
        reverting ? 'snapshot.reverted' : 'snapshot.deleted',
      );
      await executor.reread(job);
      return {};
    }),
  );
}

export async function resolveSnapshot(executor: Executor, call: Call): Promise<Resolution> {
  const native = executor.native(call.request);
  const job = await executor.instanceJob(uuidOf(native), call);
  const snapshot = snapshotOf(executor.options.backend, job.facts, native);
  if (call.request.action === 'delete') return { state: snapshot ? 'not-started' : 'succeeded' };
  if (!snapshot) return { state: 'failed', code: 'resource.not-found', message: 'The snapshot is gone' };
  return { state: isReverted(job.facts, snapshot) ? 'succeeded' : 'not-started' };
}
