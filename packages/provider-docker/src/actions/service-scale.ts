import type { scaleServiceArgs } from '@orrery/contract/actions/cluster-actions.ts';
import type { Service } from '@orrery/contract/resources/cluster.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { type Call, resultOf } from '@orrery/provider-kit/calls.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { z } from 'zod';
import type { RawService } from '../map/swarm.ts';
import type { Executor } from './executor.ts';
import { knownService, managerAt, managerFor, servicePath, settled } from './services.ts';
import { amendSpec } from './swarm-manager.ts';

// Checked by the rule's schema.
const wishOf = ({ args }: Call) => args as z.infer<typeof scaleServiceArgs>;

function checkScalable({ mode, name }: Service): void {
  if (mode === 'everywhere')
    throw new ProviderError('resource.state', `Service ${name} runs once on each host; it has no number`);
  if (mode === 'job')
    throw new ProviderError('resource.state', `Service ${name} is a job; it ends when its work is done`);
}

type RawSpec = RawService['Spec'];

export async function scaleService(executor: Executor, call: Call): Promise<ActionResult> {
  const manager = managerFor(executor, call);
  const { service: id, count } = wishOf(call);
  checkScalable(await knownService(manager, id));
  const change = (spec: RawSpec): RawSpec => ({
    ...spec,
    Mode: { Replicated: { Replicas: count } },
  });
  return executor.options.own.during(call.request, ['cluster.service-scaled'], async () => {
    const options = { signal: call.control.signal };
    call.control.progress({ phase: 'telling the cluster' });
    await amendSpec(manager, { path: servicePath(id), change }, options);
    const message = await settled(executor, call, { manager, id, count });
    executor.options.inventory.flush();
    return resultOf(message);
  });
}

export async function resolveScaling(executor: Executor, call: Call): Promise<Resolution> {
  const { wanted } = await knownService(managerAt(executor, call), wishOf(call).service);
  return wanted === wishOf(call).count ? { state: 'succeeded' } : { state: 'not-started' };
}
