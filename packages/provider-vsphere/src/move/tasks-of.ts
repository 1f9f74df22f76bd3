import { recentTasks } from '@orrery/vim25/methods/tasks.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import type { Way } from './rules.ts';

/** A task that moves a VM, begun by whomever. */
export interface MoveTask {
  ref: MoRef;
  vm: MoRef;
  running: boolean;
  way: Way;
  startedAt: string | null;
  /** Null: vCenter itself, which is DRS. */
  user: string | null;
}

const wayOf = (description: string): Way | null => {
  if (/^VirtualMachine\.relocate/i.test(description)) return 'block';
  return /^(VirtualMachine\.migrate|Drm\.ExecuteVMotion)/i.test(description) ? 'live' : null;
};

/** Of one VM, or of all; the newest last. */
export async function movesOf(
  session: VimSession,
  vm: MoRef | null,
  signal: AbortSignal,
): Promise<MoveTask[]> {
  const tasks = await recentTasks(session, vm, { signal });
  return tasks.flatMap(({ ref, entity, description, isUnderWay: running, startedAt, user }): MoveTask[] => {
    const way = wayOf(description);
    if (way === null || entity?.type !== 'VirtualMachine') return [];
    return [{ ref, vm: entity, running, way, startedAt, user }];
  });
}
