import { rowOf } from '@orrery/provider-kit/actions-by-kind.ts';
import { type Call, resultOf } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { resolutionOf, resolutionWhenGone, unlessGone } from '@orrery/provider-kit/resolutions.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import { isMigrating } from '../inventory/placement.ts';
import { renderInstance } from '../inventory/render-instance.ts';
import { isActive } from '../map/power.ts';
import type { Executor } from './executor.ts';
import type { InstanceJob } from './job.ts';
import { instanceActionTable } from './table.ts';

export async function actOnInstance(executor: Executor, call: Call): Promise<ActionResult> {
  const { request, args, control } = call;
  const { backend, inventory, own } = executor.options;
  const job = await executor.instanceJob(executor.native(request), call);
  const action = rowOf(instanceActionTable, request);
  const migrating = isMigrating(inventory.copies(job.ref.uuid));
  const seen = { host: job.link.live.reader.record, facts: job.facts, migrating };
  checkState(request, renderInstance(backend, seen));
  control.progress({ phase: action.phase });
  return own.during(request, action.causes, async () => {
    try {
      const message = await action.run(job, args);
      if (isSilent(job)) tellChange(executor, job);
      if (request.action === 'snapshot') executor.tellSnapshot(job, String(args['name']), 'snapshot.created');
      return resultOf(message);
    } finally {
      // Also after a failure: part of it may be done.
      await executor.reread(job).catch(() => undefined);
    }
  });
}

function tellChange({ options }: Executor, { request, ref, link }: InstanceJob): void {
  const fact = { type: 'instance.changed', severity: 'info' as const, message: 'Its definition changed' };
  const host = idOf(options.backend, link.name);
  options.events.report({ kind: 'instance', id: request.id, name: ref.name, host, fact });
}

export const resolveInstance = (executor: Executor, call: Call): Promise<Resolution> =>
  unlessGone(
    async () => {
      const job = await executor.instanceJob(executor.native(call.request), call);
      return resolutionOf(instanceActionTable[call.request.action]?.reached(job.facts, call.args, job));
    },
    () => resolutionWhenGone(call, volumes => volumes.filter(id => isThere(executor, id))),
  );

function isThere({ options }: Executor, volume: string): boolean {
  const native = nativeOf(options.backend, volume);
  return native !== null && options.links.some(link => link.hasVolume(native));
}

/** Changes that libvirt announces by no event: never, or not while the domain is off. */
const silent = new Set(['resize', 'autostart']);
const silentWhenOff = new Set(['attachVolume', 'detachVolume', 'attachNetwork', 'detachNetwork']);
const isSilent = ({ request, facts }: InstanceJob): boolean =>
  silent.has(request.action) || (silentWhenOff.has(request.action) && !isActive(facts.state));
