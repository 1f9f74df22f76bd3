import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { renderImage, renderStoredImage } from '../inventory/render.ts';
import type { VmFacts } from '../map/facts.ts';
import { type Acting, missing } from './call.ts';
import { finished, working } from './job.ts';

const templateOf = (executor: Acting, { request }: Call): VmFacts | undefined => {
  const native = executor.native(request);
  const { store } = executor.options.scene;
  const vm = native.startsWith('template-') ? store.vm(native.slice('template-'.length)) : undefined;
  return vm?.template ? vm : undefined;
};

/** Deletes a template with its disks; other images are kept by vCenter's own means. */
export async function onImage(executor: Acting, call: Call): Promise<ActionResult> {
  const { scene, own, reader } = executor.options;
  const job = executor.job(call);
  const known = templateOf(executor, call);
  const vm = known ? await reader.read(job.session, known.ref, working(job)) : null;
  const stored = scene.store.images.get(executor.native(call.request));
  if (stored) checkState(call.request, renderStoredImage(scene, stored));
  if (!vm) throw missing(call.request);
  if (!vm.template) throw new ProviderError('resource.state', 'It is an image no longer, but an instance');
  checkState(call.request, renderImage(scene, vm));
  call.control.progress({ phase: 'deleting' });
  return own.during(call.request, [], async () => {
    await finished(job, await machines.destroy(job.session, vm.ref, working(job)));
    await reader.read(job.session, vm.ref, working(job));
    return {};
  });
}

/** Looks: a template that is gone was deleted. */
export async function resolveImageDeletion(executor: Acting, call: Call): Promise<Resolution> {
  const { session, control } = executor.job(call);
  const known = templateOf(executor, call);
  const vm = known
    ? await executor.options.reader.read(session, known.ref, { signal: control.signal })
    : null;
  return { state: vm ? 'not-started' : 'succeeded' };
}
