import type { deleteServiceArgs } from '@orrery/contract/actions/cluster-actions.ts';
import { counted } from '@orrery/contract/counted.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { type Call, resultOf } from '@orrery/provider-kit/calls.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { z } from 'zod';
import { serviceIdOf } from '../map/labels.ts';
import { isActive } from '../map/power.ts';
import type { Executor } from './executor.ts';
import {
  knownService,
  lookEveryMs,
  managerAt,
  managerFor,
  serviceAt,
  servicePath,
  settlesWithinMs,
} from './services.ts';

// Checked by the rule's schema.
const wishOf = ({ args }: Call) => (args as z.infer<typeof deleteServiceArgs>).service;

/** Instances of it that have not ended yet, on the hosts that are known. */
function activeOf({ options }: Executor, id: string): number {
  const containers = [...options.inventory.hosts.values()].flatMap(host => [...host.containers.values()]);
  return containers.filter(({ labels, state }) => serviceIdOf(labels) === id && isActive(state)).length;
}

/** Resolves when its instances have ended, or with how many have not. */
async function ended(executor: Executor, call: Call, id: string): Promise<string | undefined> {
  const { clock } = executor.options;
  const until = clock.now() + settlesWithinMs;
  const atFirst = activeOf(executor, id);
  for (let left = atFirst; left > 0; left = activeOf(executor, id)) {
    call.control.progress({ phase: 'waiting for its instances to end', fraction: 1 - left / atFirst });
    if (clock.now() >= until) return `It is gone; ${counted(left, 'instance')} of it are still ending`;
    await pause(clock, lookEveryMs, call.control.signal);
  }
  return undefined;
}

export async function deleteService(executor: Executor, call: Call): Promise<ActionResult> {
  const manager = managerFor(executor, call);
  const id = wishOf(call);
  await knownService(manager, id);
  return executor.options.own.during(call.request, ['cluster.service-deleted'], async () => {
    call.control.progress({ phase: 'telling the cluster' });
    const { signal } = call.control;
    await manager.api.send({ method: 'DELETE', path: servicePath(id) }, { signal });
    await manager.link.live.swarm.read('event');
    executor.options.inventory.flush();
    return resultOf(await ended(executor, call, id));
  });
}

export async function resolveDeletion(executor: Executor, call: Call): Promise<Resolution> {
  const manager = managerAt(executor, call);
  return { state: (await serviceAt(manager, wishOf(call))) ? 'not-started' : 'succeeded' };
}
