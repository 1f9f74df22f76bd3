import { recentTasks } from '@orrery/vim25/methods/tasks.ts';
import type { CallOptions, VimSession } from '@orrery/vim25/session.ts';
import type { MoRef } from '@orrery/vim25/values.ts';

/** Tasks at work on something, by how vCenter describes them: one of them may be ours, begun before it was on disk. */
export async function tasksAtWork(
  session: VimSession,
  { on, described }: { on: MoRef; described: string },
  options: CallOptions,
): Promise<MoRef[]> {
  const tasks = await recentTasks(session, on, options);
  return tasks
    .filter(({ isUnderWay, description }) => isUnderWay && description.startsWith(described))
    .map(({ ref }) => ref);
}
