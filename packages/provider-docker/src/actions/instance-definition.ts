import type { autostartArgs, renameArgs, resizeArgs } from '@orrery/contract/actions/instance-actions.ts';
import type { z } from 'zod';
import type { ContainerFacts } from '../engine/facts.ts';
import { isAutostarted } from '../inventory/render-instance.ts';
import { type InstanceAction, type InstanceJob, post, working } from './job.ts';

type Rename = z.infer<typeof renameArgs>;
type Resize = z.infer<typeof resizeArgs>;
type Autostart = z.infer<typeof autostartArgs>;

const bytesPerMiB = 1_048_576;
const nano = 1e9;
/** Length of a scheduler period, in microseconds. */
const period = 100_000;

async function update(job: InstanceJob, body: object): Promise<undefined> {
  await job.api.send({ method: 'POST', path: `${job.path}/update`, body }, working(job));
}

/** Whoever made it may have limited it by quota and period; the engine refuses both ways at once. */
const cpuLimit = ({ usesCpuQuota }: ContainerFacts, vcpus: number) =>
  usesCpuQuota ? { CpuQuota: vcpus * period, CpuPeriod: period } : { NanoCpus: vcpus * nano };

/** Memory and swap together: the swap that it has stays, unlimited stays unlimited. */
function memoryLimit({ memoryBytes, memorySwapBytes }: ContainerFacts, memoryMiB: number) {
  const Memory = memoryMiB * bytesPerMiB;
  if (memorySwapBytes < 0) return { Memory, MemorySwap: -1 };
  // The engine's own default, where none was given, is as much swap as memory.
  const swap = memoryBytes === null || memorySwapBytes === 0 ? Memory : memorySwapBytes - memoryBytes;
  return { Memory, MemorySwap: Memory + Math.max(0, swap) };
}

async function resize(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  // Checked by the rule's schema.
  const { vcpus, memoryMiB } = args as Resize;
  return update(job, {
    ...(vcpus === undefined ? {} : cpuLimit(job.facts, vcpus)),
    ...(memoryMiB === undefined ? {} : memoryLimit(job.facts, memoryMiB)),
  });
}

function resized({ facts }: InstanceJob, args: Record<string, unknown>): boolean {
  // Checked by the rule's schema.
  const { vcpus, memoryMiB } = args as Resize;
  return (
    (vcpus === undefined || vcpus === facts.cpus) &&
    (memoryMiB === undefined || memoryMiB * bytesPerMiB === facts.memoryBytes)
  );
}

async function autostart(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  // Checked by the rule's schema.
  const { enabled } = args as Autostart;
  // What is so already stays as it is: "always" and "on-failure" say more than this switch.
  if (isAutostarted(job.facts) === enabled) return;
  return update(job, { RestartPolicy: { Name: enabled ? 'unless-stopped' : 'no' } });
}

export const definitionActions: Record<string, InstanceAction> = {
  rename: {
    phase: 'renaming',
    causes: ['instance.renamed'],
    run: (job, args) => {
      // Checked by the rule's schema.
      const { name } = args as Rename;
      return post(job, 'rename', { name });
    },
    reached: ({ facts }, { name }) => facts.name === name,
  },
  resize: { phase: 'changing its limits', causes: ['instance.changed'], run: resize, reached: resized },
  autostart: {
    phase: 'writing',
    causes: ['instance.changed'],
    run: autostart,
    reached: ({ facts }, { enabled }) => isAutostarted(facts) === enabled,
  },
};
