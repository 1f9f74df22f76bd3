import * as migration from '@orrery/libvirt/procedures/migration.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { MigrateControl, MigrateRequest, MigrateResult } from '@orrery/provider-kit/migrator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { HostLink } from '../host/host-link.ts';
import { dropFilter } from './carry-filter.ts';
import { forgetHere, startAt } from './cold-move.ts';
import { dropTarget } from './copies.ts';
import { type ArrivedMove, arrived } from './finish.ts';
import { readHandle } from './handle.ts';
import { JobWatch } from './job-watch.ts';
import { linkNamed, type Move, type MoveTools, parsedArgs, rereadBoth, uuidOf } from './move.ts';
import { unlimitedMiBps } from './order.ts';
import { lossWords, placeOf, settled } from './outcome.ts';

const MiB = 1_048_576;
const askDeadlineMs = 10_000;

export interface Following {
  request: MigrateRequest;
  control: MigrateControl;
  handle: string | null;
}

/** With the figures of a move that was followed to its end. */
export type Followed = Resolution & { result?: MigrateResult };

/** A move that an earlier process began: goes on telling of it, finds out what became of it, and tidies up. */
export async function followMove(
  tools: MoveTools,
  { request, control, handle }: Following,
): Promise<Followed> {
  const known = readHandle(handle);
  // Nothing is changed before the handle is on disk.
  if (known === null) return { state: 'not-started' };
  const [from, to] = [linkNamed(tools, known.from), linkNamed(tools, known.to)];
  const uuid = uuidOf(tools, request.id);
  const ref = refOf([from, to], uuid, request);
  const args = parsedArgs(request);
  const hasAgent = known.uptime !== null;
  const move = { tools, request, control, args, from, to, ref, handle: known, hasAgent };
  try {
    return known.method === 'cold' ? await followCold(move) : await followLive(move);
  } catch (error) {
    if (error instanceof ProviderError && error.reason !== null)
      return { state: 'failed', code: error.code, message: error.message };
    throw error;
  }
}

function refOf(links: readonly HostLink[], uuid: string, request: MigrateRequest): DomainRef {
  const known = links.map(link => link.record?.domains.get(uuid)?.ref).find(ref => ref !== undefined);
  const name = request.before['name'];
  return known ?? { uuid, name: typeof name === 'string' ? name : uuid, id: -1 };
}

async function followLive(move: ArrivedMove): Promise<Followed> {
  const { tools, control, from, to, ref, handle } = move;
  await tellLimits(move);
  const watch = new JobWatch({
    from,
    ref,
    clock: tools.clock,
    jobs: tools.jobs,
    since: handle.at,
    report: control.moved,
  });
  const { stopping } = tools;
  const reached = await watch.run({ done: null, cancel: control.signal, stopped: stopping });
  const found = await settled({ from, to, uuid: ref.uuid, clock: tools.clock }, stopping);
  if (found === 'moved') return succeeded(await arrived(move, { told: watch.final }));
  if (found === 'off') {
    await takeBack(move);
    await rereadBoth(move);
    return { state: 'failed', code: 'backend.refused', message: lossWords.off.message };
  }
  if (found !== 'stayed' && found !== 'post-copy-failed') {
    const { message, advice } = lossWords[found];
    return { state: 'unknown', message: `${message}. ${advice}.` };
  }
  // What one of them says now need not be the last word while the other was never heard.
  if (!reached) return { state: 'unknown', message: 'Its job could not be looked at; look at both hosts' };
  if (found === 'stayed') await takeBack(move);
  await rereadBoth(move);
  if (found === 'post-copy-failed')
    return {
      state: 'failed',
      code: 'backend.refused',
      message: 'Post-copy broke: its memory is at both hosts',
    };
  return control.signal.aborted
    ? { state: 'failed', code: 'cancelled', message: 'Called off; it goes on where it was' }
    : {
        state: 'failed',
        code: 'backend.refused',
        message: 'It is where it was: the move failed, or was called off, while nobody watched',
      };
}

const succeeded = (result: MigrateResult): Followed => ({
  state: 'succeeded',
  message: result.message ?? result.check.detail,
  result,
});

/** As they stand at the daemon: they may have been changed since it was begun. */
async function tellLimits({ from, ref, args, control }: Move): Promise<void> {
  const ask = { domain: ref, flags: 0 };
  const options = { deadlineMs: askDeadlineMs };
  try {
    const { connection } = from.live;
    const [mibps, downtimeMs] = await Promise.all([
      connection.call(migration.migrateGetMaxSpeed, ask, options),
      connection.call(migration.migrateGetMaxDowntime, ask, options),
    ]);
    const { autoConverge, postCopy } = args;
    const bandwidth = mibps >= unlimitedMiBps ? null : mibps * MiB;
    control.moved({ limits: { bandwidth, downtimeMs, autoConverge, postCopy } });
  } catch {
    // It has left its source meanwhile: then there is nothing to limit any more.
    return;
  }
}

/** What was made at the destination for a move that came to nothing. */
async function takeBack(move: ArrivedMove): Promise<void> {
  for (const copy of move.handle.copies) await dropTarget(move, copy);
  await dropFilter(move, move.to);
}

const isThere = (place: Awaited<ReturnType<typeof placeOf>>): boolean => typeof place === 'object';

/** Forward when the destination had its definition already, which comes after the disks; back otherwise. */
async function followCold(move: ArrivedMove): Promise<Followed> {
  const { from, to, ref, handle, control } = move;
  const [here, there] = await Promise.all([placeOf(from, ref.uuid), placeOf(to, ref.uuid)]);
  if (here === 'unreachable' || there === 'unreachable')
    throw new ProviderError('backend.unavailable', 'A host of this move is out of reach now');
  if (isThere(there)) {
    if (handle.was === 'running') await startAt(move, to);
    return succeeded(await arrived(move, { told: null, restarted: true, letGo: () => forgetHere(move) }));
  }
  if (!isThere(here)) return { state: 'unknown', message: 'It is at neither of its hosts' };
  control.moved({ phase: 'roll-back', cancellable: false });
  await takeBack(move);
  if (handle.was === 'running') await startAt(move, from);
  await rereadBoth(move);
  return {
    state: 'failed',
    code: 'backend.refused',
    message: 'It was put back to where it was: the move had been broken off',
  };
}
