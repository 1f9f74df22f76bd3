import type { FollowResolution, MigrateControl, MigrateRequest } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { HostFacts, VmFacts } from '../map/facts.ts';
import { type MoveHandle, readHandle } from './handle.ts';
import { hostById, type MoveTools } from './moving.ts';
import { ended, startAgain, taskOf } from './perform.ts';
import type { Move } from './move.ts';
import { movesOf } from './tasks-of.ts';
import { verify } from './verify.ts';

export interface Following {
  request: MigrateRequest;
  control: MigrateControl;
  vm: VmFacts;
}

function hostByNative({ store }: MoveTools, native: string): HostFacts {
  const host = [...store.hosts.values()].find(h => h.native === native);
  if (!host) throw new ProviderError('resource.not-found', 'A host of this move is gone');
  return host;
}

/** The crash came before the task was on disk: one at work on it may be ours, and where it is tells the rest. */
async function withoutHandle(tools: MoveTools, following: Following): Promise<FollowResolution> {
  const { request, control, vm } = following;
  const { toHost, method } = request.args;
  const [task] = (await movesOf(tools.link.session, vm.ref, control.signal)).filter(t => t.running);
  const to = toHost === null ? null : hostById(tools, toHost);
  const before = request.before['host'];
  const isThere = to !== null && vm.host?.value === to.ref.value;
  if (!task || !to || method === 'relocation')
    return { state: isThere && before !== toHost ? 'succeeded' : 'not-started' };
  const handle: MoveHandle = {
    task: task.ref.value,
    method,
    from: tools.store.host(vm.host)?.native ?? '',
    to: to.native,
    ran: vm.power === 'poweredOn',
    bootedAt: vm.startedAt,
    at: task.startedAt === null ? tools.clock.now() : Date.parse(task.startedAt),
  };
  return finishMove({ tools, control, vm, to, datastore: null, handle });
}

/** A move that an earlier process began: goes on telling of it, and says what became of it. */
export async function followMove(
  tools: MoveTools,
  following: Following,
  handle: string | null,
): Promise<FollowResolution> {
  const known = readHandle(handle);
  if (!known) return withoutHandle(tools, following);
  const { control, vm } = following;
  const to = hostByNative(tools, known.to);
  return finishMove({ tools, control, vm, to, datastore: null, handle: known });
}

async function finishMove(move: Move): Promise<FollowResolution> {
  const { tools, vm, to, handle } = move;
  const task = taskOf(handle) ?? (await latestTask(move));
  if (task) tools.moves.note(task.value);
  try {
    if (task) await ended(move, task);
    if (!task && !(await isAt(move))) return await putBack(move, 'It had not been moved yet');
    if (handle.method === 'cold' && handle.ran) await startAgain(move);
    const result = await verify(move);
    return { state: 'succeeded', result };
  } catch (error) {
    const gone = error instanceof ProviderError ? error : null;
    if (!gone || ['backend.unavailable', 'backend.timeout'].includes(gone.code)) throw error;
    if (vm.host?.value !== to.ref.value) return putBack(move, gone.message, gone.code);
    throw error;
  }
}

const isAt = async ({ tools, vm, to }: Move): Promise<boolean> => {
  const now = await tools.reader.read(tools.link.session, vm.ref, { signal: tools.stopping });
  return now?.host?.value === to.ref.value;
};

/** Of a cold move whose handle was written before its task was begun. */
async function latestTask({ tools, vm, handle, control }: Move) {
  const tasks = await movesOf(tools.link.session, vm.ref, control.signal);
  return tasks.findLast(t => Date.parse(t.startedAt ?? '') >= handle.at)?.ref ?? null;
}

/** What ran runs again where it was. */
async function putBack(move: Move, message: string, code = 'backend.refused'): Promise<FollowResolution> {
  move.control.moved({ phase: 'roll-back', cancellable: false });
  if (move.handle.ran) await startAgain(move);
  return { state: 'failed', code, message };
}
