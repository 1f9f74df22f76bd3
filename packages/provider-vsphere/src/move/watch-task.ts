import { pause } from '@orrery/provider-kit/clock.ts';
import type { MoveReport } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { isFault, VimFault } from '@orrery/vim25/errors.ts';
import { cancelTask, type TaskInfo } from '@orrery/vim25/methods/tasks.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import type { MoveTools } from './moving.ts';
import type { Way } from './rules.ts';

/** A vCenter that is out of reach does not end its moves: so long it is waited for. */
const lostMs = 180_000;
const againMs = 1_000;

const stages = { live: 'memory', block: 'disks', cold: 'preparing' } as const;
const phases = { live: 'copy-memory', block: 'copy-disks', cold: 'prepare' } as const;

export interface WatchedTask {
  task: MoRef;
  way: Way;
  /** When the move was begun, by our clock. */
  since: number;
  report: (report: MoveReport) => void;
  /** Calls it off; null: it is not ours to call off. */
  cancel: AbortSignal | null;
}

/** All that vCenter tells of a move: a percentage. */
function reportOf({ way, since }: WatchedTask, { progress, cancelable }: TaskInfo, now: number): MoveReport {
  const begun = progress !== null && progress > 0;
  return {
    phase: begun ? phases[way] : 'prepare',
    cancellable: cancelable,
    sample: {
      atMs: Math.max(0, now - since),
      stage: begun ? stages[way] : 'preparing',
      ...(progress !== null && { percent: Math.min(100, Math.max(0, progress)) }),
    },
  };
}

/** Until the task has ended; null: vCenter has forgotten it. Outlasts a lost connection; ends when the provider does. */
export async function watchTask(tools: MoveTools, watched: WatchedTask): Promise<TaskInfo | null> {
  const { clock, link, stopping } = tools;
  const { task, cancel, report } = watched;
  // Not awaited: whether it could still be called off, its end tells.
  const callOff = () => void cancelTask(link.session, task).catch(() => undefined);
  cancel?.addEventListener('abort', callOff, { once: true });
  let latest = Number.POSITIVE_INFINITY;
  try {
    if (cancel?.aborted) callOff();
    for (;;) {
      try {
        return await tools.poller.wait(link.session, task, {
          signal: stopping,
          progress: info => {
            latest = Number.POSITIVE_INFINITY;
            report(reportOf(watched, info, clock.now()));
          },
        });
      } catch (error) {
        if (stopping.aborted) throw stopping.reason;
        if (isFault(error, 'ManagedObjectNotFound')) return null;
        if (error instanceof VimFault && error.fault !== 'NotAuthenticated') throw error;
        latest = Math.min(latest, clock.now() + lostMs);
        if (clock.now() > latest) throw error;
        await pause(clock, againMs, stopping);
      }
    }
  } finally {
    cancel?.removeEventListener('abort', callOff);
  }
}

export const calledOff = (cause: unknown): ProviderError =>
  new ProviderError('cancelled', 'Called off; it is where it was', { cause });
