import { pause } from '@orrery/provider-kit/clock.ts';
import type { MigrateResult } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { taskRef } from '@orrery/vim25/methods/tasks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asRef, type MoRef } from '@orrery/vim25/values.ts';
import { type MoveHandle, writeHandle } from './handle.ts';
import type { Move } from './move.ts';
import { explain } from './explain.ts';
import { calledOff, watchTask } from './watch-task.ts';
import { verify } from './verify.ts';

/** As for a polite stop: then somebody has to decide. */
const stopPatienceMs = 300_000;
const lookEveryMs = 500;

/** In another cluster it needs another resource pool. */
async function poolFor({ tools, vm, to }: Move): Promise<MoRef | null> {
  const here = tools.store.host(vm.host)?.parent;
  if (!to.parent || to.parent.value === here?.value) return null;
  const wanted = { ref: to.parent, paths: ['resourcePool'] };
  const { properties } = await retrieveOne(tools.link.session, wanted);
  return asRef(properties['resourcePool']);
}

async function startTask(move: Move): Promise<MoRef> {
  const { tools, vm, to, datastore } = move;
  const { session } = tools.link;
  const pool = await poolFor(move);
  return datastore
    ? machines.relocate(session, vm.ref, { host: to.ref, pool, datastore: datastore.ref })
    : machines.migrate(session, vm.ref, { host: to.ref, pool });
}

/** vMotion, and Storage vMotion where its disks go along: vCenter does it all, and leaves it where it was when it fails. */
export async function moveRunning(move: Move): Promise<MigrateResult> {
  const { control, tools, handle } = move;
  const task = await startTask(move);
  tools.moves.note(task.value);
  await control.bind(writeHandle({ ...handle, task: task.value }));
  await ended(move, task);
  return verify(move);
}

/** Until vCenter has moved it; throws why it has not. */
export async function ended({ tools, control, vm, to, handle }: Move, task: MoRef): Promise<void> {
  const info = await watchTask(tools, {
    task,
    way: handle.method,
    since: handle.at,
    report: control.moved,
    cancel: control.signal,
  });
  if (info?.fault?.fault === 'RequestCanceled') throw calledOff(info.fault);
  if (info?.state === 'error')
    throw explain(
      info.fault ?? new ProviderError('backend.refused', 'The move failed; vSphere does not say why'),
    );
  if (info) return;
  const now = await tools.reader.read(tools.link.session, vm.ref, { signal: tools.stopping });
  if (now?.host?.value === to.ref.value) return;
  throw new ProviderError('backend.refused', 'It is where it was; vCenter has forgotten why');
}

/** Off here, over to the other host, and on again there. What ran runs again in any case. */
export async function moveStopped(move: Move): Promise<MigrateResult> {
  const { control, tools, handle } = move;
  let bound = false;
  let stoppedAt: number | null = null;
  try {
    if (handle.ran) {
      await control.bind(writeHandle(handle));
      bound = true;
      await shutDown(move);
      stoppedAt = tools.clock.now();
    }
    if (control.signal.aborted) throw calledOff(control.signal.reason);
    const task = await startTask(move);
    tools.moves.note(task.value);
    if (!bound) await control.bind(writeHandle({ ...handle, task: task.value }));
    await ended(move, task);
  } catch (error) {
    if (handle.ran && !tools.stopping.aborted) await startAgain(move);
    throw error;
  }
  control.moved({ phase: 'switch-over', cancellable: false, pointOfNoReturn: true });
  if (handle.ran) await startAgain(move);
  const pauseMs = stoppedAt === null ? 0 : tools.clock.now() - stoppedAt;
  return { ...(await verify(move)), pauseMs };
}

async function shutDown({ tools, vm, control }: Move): Promise<void> {
  const { clock, stopping } = tools;
  const signal = AbortSignal.any([control.signal, stopping]);
  await machines.shutdownGuest(tools.link.session, vm.ref, { signal });
  const latest = clock.now() + stopPatienceMs;
  while (clock.now() < latest) {
    await pause(clock, lookEveryMs, signal);
    const now = await tools.reader.read(tools.link.session, vm.ref, { signal });
    if (now?.power === 'poweredOff') return;
  }
  throw new ProviderError('backend.timeout', 'The guest did not shut down when it was asked to', {
    advice: 'Shut it down from within or force it off, then move it',
  });
}

/** Bears that it runs already; a guest that is still shutting down is waited for. */
export async function startAgain({
  tools,
  vm,
  control,
}: Pick<Move, 'tools' | 'vm' | 'control'>): Promise<void> {
  const { session } = tools.link;
  const signal = tools.stopping;
  const now = await tools.reader.read(session, vm.ref, { signal });
  if (now?.power === 'poweredOn') return;
  const task = await machines.powerOn(session, vm.ref, { signal });
  const info = await tools.poller.wait(session, task, { signal, progress: () => {} });
  control.progress({});
  if (info.fault && info.fault.fault !== 'InvalidPowerState') throw info.fault;
}

export const taskOf = ({ task }: MoveHandle): MoRef | null => (task === null ? null : taskRef(task));
