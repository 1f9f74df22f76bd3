import { rowOf } from '@orrery/provider-kit/actions-by-kind.ts';
import { type Call, lookingCall, quietControl, resultOf } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { resolutionOf, resolutionWhenGone, unlessGone } from '@orrery/provider-kit/resolutions.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { locateInstance } from '../identity.ts';
import { renderInstance } from '../inventory/render-instance.ts';
import type { Executor } from './executor.ts';
import { definitionActions } from './instance-definition.ts';
import { deleteAction } from './instance-delete.ts';
import { imageAction } from './instance-image.ts';
import { networkActions } from './instance-networks.ts';
import { powerActions } from './instance-power.ts';
import type { InstanceAction, InstanceJob } from './job.ts';
import { findVolume } from './on-volume.ts';

const table: Readonly<Record<string, InstanceAction>> = {
  ...powerActions,
  ...definitionActions,
  ...networkActions,
  delete: deleteAction,
  createImage: imageAction,
};

/** A container as it is now, with all that it takes to act on it. */
async function jobOf(executor: Executor, { request, control }: Call): Promise<InstanceJob> {
  const { backend, clock, links } = executor.options;
  const found = locateInstance(links, executor.native(request));
  if (!found) throw executor.missing(request);
  const { place: link } = found;
  const { id } = found.facts;
  const { work: api, reader } = link.live;
  await reader.container(id, 'event');
  const facts = reader.record.containers.get(id);
  if (!facts) throw new ProviderError('resource.not-found', `Instance ${request.id} is gone`);
  return { backend, request, control, clock, link, links, api, facts, path: `/containers/${id}` };
}

export async function actOnInstance(executor: Executor, call: Call): Promise<ActionResult> {
  const { request, args, control } = call;
  const { backend, inventory, own } = executor.options;
  const job = await jobOf(executor, call);
  const action = rowOf(table, request);
  const { reader } = job.link.live;
  checkState(request, renderInstance(backend, reader.record, job.facts));
  control.progress({ phase: action.phase });
  return own.during(request, action.causes, async () => {
    try {
      return resultOf(await action.run(job, args));
    } finally {
      // Also after a failure: part of it may be done.
      await reader.container(job.facts.id, 'event').catch(() => undefined);
      if (request.action === 'delete') await reader.volumes('event').catch(() => undefined);
      inventory.flush();
    }
  });
}

export const resolveInstance = (executor: Executor, call: Call): Promise<Resolution> =>
  unlessGone(
    async () => {
      const job = await jobOf(executor, call);
      return resolutionOf(table[call.request.action]?.reached(job, call.args));
    },
    () => resolutionWhenGone(call, volumes => unusedVolumes(executor, volumes)),
  );

/** There, and needed by nobody: what others use was meant to stay. */
async function unusedVolumes(executor: Executor, volumes: readonly string[]): Promise<readonly string[]> {
  for (const { live } of executor.options.links.filter(l => l.record?.lost === null))
    await live.reader.volumes('poll');
  return volumes.filter(id => isUnusedVolume(executor, id));
}

function isUnusedVolume(executor: Executor, id: string): boolean {
  const control = quietControl(new AbortController().signal);
  try {
    const { link, facts } = findVolume(executor, lookingCall('volume', id, control));
    const containers = [...(link.record?.containers.values() ?? [])];
    return !containers.some(c => c.mounts.some(m => m.volume === facts.name));
  } catch {
    return false;
  }
}
