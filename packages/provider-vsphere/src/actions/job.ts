import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { EventType } from '@orrery/provider-kit/event-types.ts';
import type { ActionControl, ActionRequest } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { cancelTask, type TaskInfo } from '@orrery/vim25/methods/tasks.ts';
import type { CallOptions, VimSession } from '@orrery/vim25/session.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import type { Marks } from '../inventory/marks.ts';
import type { Store } from '../inventory/store.ts';
import type { VolumeReader } from '../link/volume-reader.ts';
import type { VmFacts } from '../map/facts.ts';
import type { TaskPoller } from './task-poller.ts';
import type { VmReader } from './vm-reader.ts';

/** What every action has at hand. */
export interface Job {
  backend: string;
  request: ActionRequest;
  control: ActionControl;
  clock: Clock;
  session: VimSession;
  store: Store;
  marks: Marks;
  poller: TaskPoller;
  reader: VmReader;
  volumes: VolumeReader;
}

export interface VmJob extends Job {
  /** Read just now. */
  vm: VmFacts;
  /** Reads it again. */
  look: () => Promise<VmFacts>;
}

/** One row of the table of actions on instances. */
export interface InstanceAction {
  /** For people, while it runs. */
  phase: string;
  /** What vCenter's events will tell of it. */
  causes: readonly EventType[];
  /** `descriptionId` of the task that it starts; null: vSphere makes none for it. */
  task: string | null;
  run: (job: VmJob, args: Record<string, unknown>) => Promise<string | undefined>;
  /** Whether its goal is met, by looking; null when looking cannot tell. */
  reached: (vm: VmFacts, args: Record<string, unknown>, job: Job) => boolean | null | Promise<boolean | null>;
}

export const working = ({ control }: Job): CallOptions => ({ signal: control.signal });

/** Binds a task to the operation and waits for its end. A cancelled one is cancelled there, too, where it can be. */
export async function finished(job: Job, task: MoRef): Promise<TaskInfo> {
  await job.control.bind(task.value);
  return awaited(job, task);
}

/** The same for a step that is not the operation's own task. */
export async function awaited(
  { session, poller, control }: Pick<Job, 'session' | 'poller' | 'control'>,
  task: MoRef,
): Promise<TaskInfo> {
  try {
    const info = await poller.wait(session, task, {
      signal: control.signal,
      progress: ({ progress }) => {
        if (progress !== null) control.progress({ fraction: Math.min(1, Math.max(0, progress / 100)) });
      },
    });
    if (info.state === 'error')
      throw (
        info.fault ?? new ProviderError('backend.refused', 'The task failed, and vSphere does not say why')
      );
    return info;
  } catch (error) {
    // Not awaited: a cancellation must come back promptly, and many tasks cannot be cancelled.
    if (control.signal.aborted) void cancelTask(session, task).catch(() => undefined);
    throw error;
  }
}
