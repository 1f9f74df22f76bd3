import type { describeArgs, resizeArgs } from '@orrery/contract/actions/instance-actions.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { asBoolean } from '@orrery/vim25/values.ts';
import { isWritable } from '@orrery/vim25/xml/write.ts';
import type { z } from 'zod';
import type { VmFacts } from '../map/facts.ts';
import { markOf, type MarkName, writeTags } from '../map/mark.ts';
import { finished, type InstanceAction, type Job, type VmJob, working } from './job.ts';

// The arguments of each action were validated with its rule's schema before: these casts repeat what that says.
type Resize = z.infer<typeof resizeArgs>;
type Describe = z.infer<typeof describeArgs>;

function checkText(text: string | null | undefined, what: string): void {
  if (text && !isWritable(text)) {
    throw new ProviderError('args.invalid', `The ${what} has control characters, which vSphere cannot keep`, {
      advice: 'Leave them out',
    });
  }
}

const setMark = (job: VmJob, name: MarkName, value: string): Promise<void> =>
  job.marks.write(job.session, { vm: job.vm.ref, name, value }, working(job));

async function describe(job: VmJob, args: Record<string, unknown>): Promise<undefined> {
  const { title, description, tags } = args as Describe;
  checkText(title, 'title');
  checkText(description, 'description');
  if (description !== undefined) {
    const change = { annotation: description ?? '' };
    await finished(job, await machines.reconfigure(job.session, job.vm.ref, change, working(job)));
  }
  if (title !== undefined) await setMark(job, 'title', title ?? '');
  if (tags !== undefined) await setMark(job, 'tags', writeTags(tags));
}

const sameTags = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted());

function described(vm: VmFacts, args: Record<string, unknown>, { marks }: Job): boolean {
  const { title, description, tags } = args as Describe;
  const mark = markOf(vm, marks.keys);
  return (
    (title === undefined || (title || null) === mark.title) &&
    (description === undefined || (description ?? '') === vm.annotation) &&
    (tags === undefined || sameTags(tags, mark.tags))
  );
}

const hotAdd = { vcpus: 'config.cpuHotAddEnabled', memoryMiB: 'config.memoryHotAddEnabled' } as const;

/** While it runs it can only grow, and only where that was allowed before it was started. */
async function refuseWhileRunning(job: VmJob, wanted: Resize): Promise<void> {
  const { session, vm } = job;
  if (vm.power === 'poweredOff') return;
  const paths = Object.values(hotAdd);
  const { properties } = await retrieveOne(session, { ref: vm.ref, paths }, working(job));
  for (const [size, path] of [['vcpus', hotAdd.vcpus] as const, ['memoryMiB', hotAdd.memoryMiB] as const]) {
    const value = wanted[size];
    if (value === undefined || value === vm[size]) continue;
    if (value > vm[size] && vm.power === 'poweredOn' && asBoolean(properties[path]) === true) continue;
    const what = size === 'vcpus' ? 'number of vCPUs' : 'memory';
    throw new ProviderError(
      'resource.state',
      `It is not off, and its ${what} cannot change so while it is not`,
      {
        advice: 'Shut it down first',
      },
    );
  }
}

async function resize(job: VmJob, args: Record<string, unknown>): Promise<undefined> {
  const wanted = args as Resize;
  if (wanted.memoryMiB !== undefined && wanted.memoryMiB % 4 !== 0)
    throw new ProviderError('args.invalid', 'memoryMiB: vSphere takes multiples of 4 MiB', {
      advice: `Take ${Math.ceil(wanted.memoryMiB / 4) * 4}`,
    });
  await refuseWhileRunning(job, wanted);
  const change = { numCPUs: wanted.vcpus, memoryMB: wanted.memoryMiB };
  await finished(job, await machines.reconfigure(job.session, job.vm.ref, change, working(job)));
}

function resized(vm: VmFacts, args: Record<string, unknown>): boolean {
  const { vcpus, memoryMiB } = args as Resize;
  return (
    (vcpus === undefined || vcpus === vm.vcpus) && (memoryMiB === undefined || memoryMiB === vm.memoryMiB)
  );
}

export const definitionActions: Record<string, InstanceAction> = {
  rename: {
    phase: 'renaming',
    causes: ['instance.renamed'],
    task: 'VirtualMachine.rename',
    run: async (job, { name }) => {
      await finished(job, await machines.rename(job.session, job.vm.ref, String(name), working(job)));
      return undefined;
    },
    reached: (vm, { name }) => vm.name === name,
  },
  resize: {
    phase: 'resizing',
    causes: ['instance.changed'],
    task: 'VirtualMachine.reconfigure',
    run: resize,
    reached: resized,
  },
  describe: {
    phase: 'writing',
    causes: ['instance.changed'],
    task: 'VirtualMachine.reconfigure',
    run: describe,
    reached: described,
  },
  assign: {
    phase: 'writing',
    causes: ['instance.changed'],
    task: null,
    run: async (job, { project }) => {
      const owner = typeof project === 'string' ? project : '';
      checkText(owner, 'project');
      await setMark(job, 'project', owner);
      return undefined;
    },
    reached: (vm, { project }, { marks }) => markOf(vm, marks.keys).project === (project || null),
  },
};
