import type { Connection } from '@orrery/libvirt/connection.ts';
import { ConnectionError } from '@orrery/libvirt/errors.ts';
import { getXml } from '@orrery/libvirt/procedures/domain.ts';
import { xmlFlags } from '@orrery/libvirt/procedures/flags.ts';
import * as migration from '@orrery/libvirt/procedures/migration.ts';
import type { MigrateResult } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { Undo } from '@orrery/provider-kit/undo.ts';
import { carryFilter } from './carry-filter.ts';
import { makeTargets } from './copies.ts';
import { relocateDisks } from './destination-xml.ts';
import type { DiskPlace } from './disk-places.ts';
import { isWritable } from './disk-places.ts';
import { explainFailure } from './explain.ts';
import { arrived } from './finish.ts';
import { JobWatch } from './job-watch.ts';
import { type Move, rereadBoth } from './move.ts';
import { type Order, orderOf, toMiBps, unlimitedMiBps } from './order.ts';
import { lossWords, settled } from './outcome.ts';
import { performManaged, performPeerToPeer } from './perform.ts';
import { relayReadOnly } from './relay.ts';
import { type Route, routeTo } from './route.ts';

const setDeadlineMs = 15_000;

export interface LiveMove extends Move {
  places: readonly DiskPlace[];
  persistent: boolean;
  hasAgent: boolean;
}

/** With the guest running: over shared storage, or with its disks. */
export async function moveLive(move: LiveMove): Promise<MigrateResult> {
  const undo = new Undo();
  try {
    await carryFilter(move, undo);
    await makeTargets(move, { places: move.places, undo });
    await relayReadOnly(move, { places: move.places, undo });
    const route = routeTo(move.to.settings, move.to.name);
    const order = orderOf({
      args: move.args,
      route,
      persistent: move.persistent,
      sameStorage: isAllTheSame(move.places),
      copiedDisks: copiedDisks(move),
      destinationXml: await elsewhere(move),
    });
    await setLimits(move);
    const watch = await send(move, { order, route });
    return await arrived(move, { told: watch.final });
  } catch (error) {
    if (hasArrived(error)) throw error;
    const failure = await undone(undo, error);
    await rereadBoth(move);
    throw failure;
  }
}

/** It is at its new host, whatever is wrong with it: what was made for it there stays. */
const hasArrived = (error: unknown): boolean =>
  error instanceof ProviderError &&
  (error.reason === 'guest-lost' || error.reason === 'post-copy-failed' || error.reason === 'unsettled');

async function undone(undo: Undo, error: unknown): Promise<unknown> {
  const left = await undo.all();
  if (left.length === 0) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new ProviderError('backend.refused', `${why}. Not taken away again: ${left.join('; ')}`, {
    cause: error,
    advice: 'Delete what is left by hand',
  });
}

const isAllTheSame = (places: readonly DiskPlace[]): boolean => {
  const own = places.filter(isWritable);
  return own.length > 0 && own.every(p => p.relation === 'same');
};

function copiedDisks({ args, handle, places }: LiveMove): string[] | null {
  if (args.method !== 'block') return null;
  const copied = new Set(handle.copies.map(c => c.device));
  return places.filter(p => isWritable(p) && copied.has(p.disk.device)).map(p => p.disk.device);
}

/** Null where every disk lies at the same path there. */
async function elsewhere({
  from,
  ref,
  handle,
}: LiveMove): Promise<{ live: string; persistent: string } | null> {
  if (handle.copies.every(c => c.from.path === c.to.path)) return null;
  const read = async (flags: number) =>
    relocateDisks(await from.live.connection.call(getXml, { domain: ref, flags }), handle.copies);
  const common = xmlFlags.secure | xmlFlags.migratable;
  return { live: await read(common), persistent: await read(common | xmlFlags.inactive) };
}

/** What an earlier attempt has left would hold for this one too. */
async function setLimits({ from, ref, args, control }: LiveMove): Promise<void> {
  const { connection } = from.live;
  const options = { deadlineMs: setDeadlineMs };
  const bandwidth = args.bandwidth === null ? unlimitedMiBps : toMiBps(args.bandwidth);
  await connection.call(migration.migrateSetMaxSpeed, { domain: ref, bandwidth, flags: 0 }, options);
  if (args.downtimeMs !== null)
    await connection.call(
      migration.migrateSetMaxDowntime,
      { domain: ref, downtime: args.downtimeMs, flags: 0 },
      options,
    );
  const downtimeMs = await connection.call(
    migration.migrateGetMaxDowntime,
    { domain: ref, flags: 0 },
    options,
  );
  const { autoConverge, postCopy } = args;
  control.moved({ limits: { bandwidth: args.bandwidth, downtimeMs, autoConverge, postCopy } });
}

/** Until it is settled where it is. Throws, with the reason, when that is where it was. */
async function send(move: LiveMove, what: { order: Order; route: Route }): Promise<JobWatch> {
  const { from, ref, control, tools, handle } = move;
  const { clock, jobs, stopping } = tools;
  const watch = new JobWatch({ from, ref, clock, jobs, since: handle.at, report: control.moved });
  const calling = perform(move, what).then(
    () => null,
    (error: unknown) => error,
  );
  await watch.run({ done: calling, cancel: control.signal, stopped: stopping });
  const failure = await calling;
  stopping.throwIfAborted();
  // The daemon does not need us to go on.
  if (failure instanceof ConnectionError)
    await watch.run({ done: null, cancel: control.signal, stopped: stopping });
  const found = await settled({ from, to: move.to, uuid: ref.uuid, clock }, stopping);
  if (found === 'moved') return watch;
  throw whyNot(found, failure, control.signal);
}

export function whyNot(
  found: Exclude<Awaited<ReturnType<typeof settled>>, 'moved'>,
  failure: unknown,
  cancel: AbortSignal,
): ProviderError {
  if (found === 'post-copy-failed')
    return new ProviderError('backend.refused', 'Post-copy broke: a part of its memory is at either host', {
      cause: failure,
      reason: 'post-copy-failed',
      advice: 'Mend the network between the hosts and resume it with libvirt, or reset the instance',
    });
  if (found === 'off')
    return new ProviderError('backend.refused', lossWords.off.message, {
      cause: failure,
      reason: 'went-off',
      advice: lossWords.off.advice,
    });
  if (found !== 'stayed')
    return new ProviderError('backend.timeout', lossWords[found].message, {
      cause: failure,
      reason: 'unsettled',
      advice: lossWords[found].advice,
    });
  if (cancel.aborted)
    return new ProviderError('cancelled', 'Called off; it goes on where it was', { cause: failure });
  // That it was lost for a while is over: it is known where the instance is.
  if (failure instanceof ConnectionError)
    return new ProviderError(
      'backend.refused',
      'Its host was out of reach for a while, and the move ended with that',
      {
        cause: failure,
        reason: 'connection-broke',
        advice: 'It goes on where it was. Look at the daemon of its host, and try again',
      },
    );
  return failure === null || failure === undefined
    ? new ProviderError('backend.refused', 'It is where it was; libvirt does not say why')
    : explainFailure(failure);
}

/** On connections of their own: the call lasts as long as the move, and few may be under way on one. */
async function perform(move: LiveMove, { order, route }: { order: Order; route: Route }): Promise<void> {
  const { stopping } = move.tools;
  const open: Connection[] = [];
  const close = () => {
    for (const connection of open) connection.close();
  };
  stopping.addEventListener('abort', close, { once: true });
  try {
    const source = await move.from.dedicated(stopping);
    open.push(source);
    if (move.args.transport !== 'managed')
      return await performPeerToPeer(source, move.ref, { order, daemon: route.daemon });
    const destination = await move.to.dedicated(stopping);
    open.push(destination);
    await performManaged(source, destination, { domain: move.ref, order });
  } finally {
    stopping.removeEventListener('abort', close);
    close();
  }
}
