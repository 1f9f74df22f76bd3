import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { findVm } from '@orrery/vim25/methods/search.ts';
import { taskRef } from '@orrery/vim25/methods/tasks.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { madeBy } from '../map/mark.ts';
import { finish } from './create-instance.ts';
import { abandon, leaseOf } from './import-appliance.ts';
import { removeDeployed } from './deploy-item.ts';
import { type Making, working } from './making.ts';
import { clonesOf, ended, takeAway } from './take-away.ts';

/** Its template, as far as it is still known. */
function templateOf({ backend, store }: Making, { root }: InstanceCreation) {
  const native = root.from === 'image' ? nativeOf(backend, root.image) : null;
  return native === null ? undefined : store.vm(native.replace(/^template-/, ''));
}

/** Whole once its mark says so, or once it runs as was asked for; anything less is taken away. */
export async function resolveInstance(
  making: Making,
  spec: InstanceCreation,
  handle: string | null,
): Promise<Resolution> {
  const { session, request, options, marks } = making;
  const template = templateOf(making, spec)?.ref;
  const lease = leaseOf(handle);
  const task = handle === null || lease ? null : taskRef(handle);
  const running = task ? [task] : template ? await clonesOf(making, template) : [];
  for (const one of running) await ended(making, one);
  const ref = await findVm(session, request.operation, working(making));
  if (!ref) {
    await removeDeployed(making, null);
    return { state: 'not-started' };
  }
  const vm = await options.reader.read(session, ref, working(making));
  if (vm && madeBy(vm, marks.keys) === request.operation) return { state: 'succeeded' };
  if (spec.start && vm?.power === 'poweredOn') {
    await finish(making, ref);
    return { state: 'succeeded' };
  }
  if (lease) await abandon(making, lease);
  else await takeAway(making, { template: template ?? ref, task });
  return { state: 'not-started' };
}
