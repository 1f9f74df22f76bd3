import { rowOf } from '@orrery/provider-kit/actions-by-kind.ts';
import { type Call, resultOf } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { resolutionOf, unlessGone } from '@orrery/provider-kit/resolutions.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { renderInstance } from '../inventory/render-instance.ts';
import type { Executor } from './executor.ts';
import { instanceActionTable } from './table.ts';
import { atWork } from './task-outcome.ts';

export async function onInstance(executor: Executor, call: Call): Promise<ActionResult> {
  const { request, args, control } = call;
  const action = rowOf(instanceActionTable, request);
  const job = await executor.vmJob(executor.instance(request), call);
  checkState(request, renderInstance(executor.options.scene, job.vm));
  control.progress({ phase: action.phase });
  return executor.during({ request, causes: action.causes, job }, async () =>
    resultOf(await action.run(job, args)),
  );
}

export const resolveInstance = (executor: Executor, call: Call): Promise<Resolution> => {
  const { request, args } = call;
  const action = instanceActionTable[request.action];
  return unlessGone(
    async () => {
      const job = await executor.vmJob(executor.instance(request), call);
      const running = await atWork(job, job.vm, action?.task ?? null);
      return running ?? resolutionOf(await action?.reached(job.vm, args, job));
    },
    () =>
      request.action === 'delete'
        ? { state: 'succeeded' }
        : { state: 'failed', code: 'resource.not-found', message: 'The instance is gone' },
  );
};
