import { actionsOn } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Call } from '@orrery/provider-kit/calls.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { taskRef } from '@orrery/vim25/methods/tasks.ts';
import { resolveImage } from '../create/image-of-instance.ts';
import { actionsByKind } from './by-kind.ts';
import type { Executor } from './executor.ts';
import { outcomeOf } from './task-outcome.ts';

/** What became of an action: by its task if vCenter still remembers it, otherwise by looking. */
export async function resolveAction(
  executor: Executor,
  call: Call,
  handle: string | null,
): Promise<Resolution> {
  const job = executor.job(call);
  if (call.request.action === 'createImage')
    return resolveImage(job, executor.instance(call.request)?.ref ?? null, handle);
  const byTask = handle === null ? null : await outcomeOf(job, taskRef(handle));
  return byTask ?? actionsOn(actionsByKind, call.request.kind).resolve(executor, call);
}
