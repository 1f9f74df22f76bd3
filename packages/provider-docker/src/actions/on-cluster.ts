import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import type { Call } from '@orrery/provider-kit/calls.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Executor } from './executor.ts';
import { createService, resolveMaking } from './service-create.ts';
import { deleteService, resolveDeletion } from './service-delete.ts';
import { resolveScaling, scaleService } from './service-scale.ts';

interface ClusterAction {
  act: (executor: Executor, call: Call) => Promise<ActionResult>;
  resolve: (executor: Executor, call: Call) => Promise<Resolution>;
}

const actions: Readonly<Record<string, ClusterAction>> = {
  createService: { act: createService, resolve: resolveMaking },
  scaleService: { act: scaleService, resolve: resolveScaling },
  deleteService: { act: deleteService, resolve: resolveDeletion },
};

function actionOf({ request }: Call): ClusterAction {
  const action = actions[request.action];
  if (!action) throw new ProviderError('capability.missing', `Clusters of engines know no ${request.action}`);
  return action;
}

export const actOnCluster = (executor: Executor, call: Call): Promise<ActionResult> =>
  actionOf(call).act(executor, call);

export const resolveCluster = (executor: Executor, call: Call): Promise<Resolution> =>
  actionOf(call).resolve(executor, call);
