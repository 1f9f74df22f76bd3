import type { createImageArgs } from '@orrery/contract/actions/instance-actions.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { allOrNothing, Undo } from '@orrery/provider-kit/undo.ts';
import { findVm } from '@orrery/vim25/methods/search.ts';
import { resultRef, taskRef } from '@orrery/vim25/methods/tasks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { isWritable } from '@orrery/vim25/xml/write.ts';
import type { z } from 'zod';
import { finished, type InstanceAction, type Job, type VmJob, working } from '../actions/job.ts';
import { markOf } from '../map/mark.ts';
import { folderOf, poolOf } from './place.ts';
import { clonesOf, ended, takeAway } from './take-away.ts';

// The arguments were validated with the rule's schema before: this cast repeats what that says.
type Args = z.infer<typeof createImageArgs>;

/** vSphere's own limit. */
const longestName = 80;

function checked(args: Record<string, unknown>): Args {
  const { name, description } = args as Args;
  if (name.length > longestName)
    throw new ProviderError('args.invalid', `name: vSphere takes ${longestName} characters at most`, {
      advice: 'Choose a shorter one',
    });
  if (!isWritable(name) || !isWritable(description ?? ''))
    throw new ProviderError('args.invalid', 'It has control characters, which vSphere cannot keep', {
      advice: 'Leave them out',
    });
  return { name, description };
}

/** What a clone may have brought along, and no image has. */
const ofInstances = ['title', 'tags', 'flavor', 'image', 'operation'] as const;

async function mark({ session, marks, vm, control }: VmJob, image: MoRef): Promise<void> {
  const options = { signal: control.signal };
  const { project } = markOf(vm, marks.keys);
  await marks.write(session, { vm: image, name: 'project', value: project ?? '' }, options);
  for (const name of ofInstances) {
    const key = marks.keys[name];
    if (key !== undefined && vm.custom.has(key))
      await marks.write(session, { vm: image, name, value: '' }, options);
  }
}

/**
 * Cloned, marked, and only then made a template: what a crash leaves before that belongs to nobody and is seen by
 * administrators only, whereas a template without a mark would be there for all.
 */
async function copied(job: VmJob, { name, description }: Args, undo: Undo): Promise<void> {
  const { session, vm, request } = job;
  let task: MoRef | null = null;
  undo.later('the copy', () => takeAway(job, { template: vm.ref, task }));
  task = await machines.clone(
    session,
    vm.ref,
    {
      ...{ folder: await folderOf(job, vm.ref), name, pool: await poolOf(job, vm), powerOn: false },
      ...{ datastore: null, host: null },
      config: { instanceUuid: request.operation, annotation: description ?? '' },
    },
    working(job),
  );
  const image = resultRef(await finished(job, task));
  if (!image) throw new ProviderError('backend.refused', 'vSphere does not say what the clone is');
  await mark(job, image);
  await machines.markAsTemplate(session, image, working(job));
}

async function run(job: VmJob, args: Record<string, unknown>): Promise<string> {
  const asked = checked(args);
  const { store, request, session, reader } = job;
  store.hidden.add(request.operation);
  const undo = new Undo();
  try {
    await allOrNothing({ undo }, () => copied(job, asked, undo));
  } finally {
    store.hidden.delete(request.operation);
  }
  const made = await findVm(session, request.operation, working(job));
  if (made) await reader.read(session, made, working(job));
  return `Image ${asked.name}`;
}

export const createImageAction: InstanceAction = {
  phase: 'copying',
  causes: ['instance.changed'],
  task: null,
  run,
  // Looked up by `resolveImage`: its task may have ended well and the copy be no image yet.
  reached: () => null,
};

/** An image once it is a template; anything less is taken away. */
export async function resolveImage(
  job: Job,
  source: MoRef | null,
  handle: string | null,
): Promise<Resolution> {
  const { session, request, reader } = job;
  const task = handle === null ? null : taskRef(handle);
  const running = task ? [task] : source ? await clonesOf(job, source) : [];
  for (const one of running) await ended(job, one);
  const ref = await findVm(session, request.operation, working(job));
  if (!ref) return { state: 'not-started' };
  const copy = await reader.read(session, ref, working(job));
  if (copy?.template === true) return { state: 'succeeded' };
  await takeAway(job, { template: source ?? ref, task });
  return { state: 'not-started' };
}
