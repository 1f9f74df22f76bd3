import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { undefineFlags, xmlFlags } from '@orrery/libvirt/procedures/flags.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { MigrateResult } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { Undo } from '@orrery/provider-kit/undo.ts';
import { askToShutDown } from '../host/ask-to-shut-down.ts';
import type { HostLink } from '../host/host-link.ts';
import { isActive } from '../map/power.ts';
import { carryFilter } from './carry-filter.ts';
import { relocateDisks } from './destination-xml.ts';
import { explainFailure } from './explain.ts';
import { arrived } from './finish.ts';
import type { LiveMove } from './live-move.ts';
import { type Move, rereadBoth, tidily } from './move.ts';
import { copyVolume } from './relay.ts';

const askDeadlineMs = 30_000;
/** As for a polite stop: then somebody has to decide. */
const stopPatienceMs = 300_000;
const lookEveryMs = 300;

/** Off at one host, with its disks and its definition to the other, and on again there. */
export async function moveCold(move: LiveMove): Promise<MigrateResult> {
  const undo = new Undo();
  const { control, tools } = move;
  try {
    await carryFilter(move, undo);
    if (move.handle.was === 'running') await shutDown(move, undo);
    const stoppedAt = move.handle.was === 'running' ? tools.clock.now() : null;
    const bytes = await copyDisks(move, undo);
    control.signal.throwIfAborted();
    control.moved({ phase: 'switch-over', cancellable: false });
    await defineThere(move, undo);
    if (stoppedAt !== null) await startThere(move, undo);
    const result = await arrived(move, { told: null, restarted: true, letGo: () => forgetHere(move) });
    // Until it was found well: a guest that boots serves nobody.
    const pauseMs = stoppedAt === null ? 0 : tools.clock.now() - stoppedAt;
    return { ...result, pauseMs, bytes };
  } catch (error) {
    control.moved({ phase: 'roll-back', cancellable: false });
    const left = await undo.all();
    await rereadBoth(move);
    throw told(move, error, left);
  }
}

function told({ control }: Move, error: unknown, left: readonly string[]): unknown {
  const why = control.signal.aborted
    ? new ProviderError('cancelled', 'Called off; it is where it was', { cause: error })
    : explainFailure(error);
  if (left.length === 0) return why;
  return new ProviderError('backend.refused', `${why.message}. Not put back: ${left.join('; ')}`, {
    cause: error,
    advice: 'Put it right by hand',
  });
}

/** Politely: what the guest has in memory is written to its disks. */
async function shutDown(move: LiveMove, undo: Undo): Promise<void> {
  const { from, ref, control, tools } = move;
  const { connection } = from.live;
  const args = { domain: ref, flags: 0 };
  undo.later('start it again where it was', () => startAt(move, from));
  await askToShutDown(connection, ref, { deadlineMs: askDeadlineMs });
  const latest = tools.clock.now() + stopPatienceMs;
  const signal = AbortSignal.any([control.signal, tools.stopping]);
  while (tools.clock.now() < latest) {
    const state = await connection.call(domain.getState, args, { deadlineMs: askDeadlineMs });
    if (!isActive(state)) return;
    await pause(tools.clock, lookEveryMs, signal);
  }
  throw new ProviderError('backend.timeout', 'The guest did not shut down when it was asked to', {
    advice: 'Shut it down from within or force it off, then move it',
  });
}

/** Bears that it runs already. */
export const startAt = (move: Pick<Move, 'tools' | 'control' | 'ref'>, link: HostLink): Promise<void> =>
  tidily(move, link, async work => {
    const ref = await work.connection.call(domain.lookupByUuid, { uuid: move.ref.uuid });
    const state = await work.connection.call(domain.getState, { domain: ref, flags: 0 });
    if (!isActive(state)) await work.connection.call(domain.create, { domain: ref, flags: 0 });
  });

async function copyDisks(move: LiveMove, undo: Undo): Promise<number> {
  const { control, tools, handle, places } = move;
  const relays = handle.copies.flatMap(copy => {
    const here = places.find(p => p.disk.device === copy.device)?.here;
    if (!here) return [];
    const { definition } = here;
    const bytes = definition.physicalBytes ?? definition.capacityBytes ?? 0;
    const capacityBytes = definition.capacityBytes ?? 0;
    return [{ copy, bytes, format: definition.format ?? 'raw', capacityBytes, backing: definition.backing }];
  });
  const totalBytes = relays.reduce((sum, r) => sum + r.bytes, 0);
  if (relays.length > 0) control.moved({ phase: 'copy-disks', cancellable: true });
  let before = 0;
  for (const relay of relays) {
    await copyVolume(move, { ...relay, onProgress: sent => tell(before + sent) }, undo);
    before += relay.bytes;
  }
  return before;

  function tell(doneBytes: number): void {
    const atMs = tools.clock.now() - handle.at;
    const disk = { totalBytes: Math.max(totalBytes, doneBytes), doneBytes };
    control.moved({ sample: { atMs, stage: 'disks', disk } });
  }
}

async function defineThere(move: LiveMove, undo: Undo): Promise<void> {
  const { from, to, ref, handle } = move;
  const flags = xmlFlags.secure | xmlFlags.inactive;
  const xml = await from.live.connection.call(
    domain.getXml,
    { domain: ref, flags },
    { deadlineMs: askDeadlineMs },
  );
  const there = relocateDisks(xml, handle.copies);
  undo.later('its definition at the destination', () => forgetAt(move, to));
  await to.live.connection.call(domain.defineXml, { xml: there, flags: 0 }, { deadlineMs: askDeadlineMs });
}

async function startThere(move: LiveMove, undo: Undo): Promise<void> {
  undo.later('stop it at the destination', () => stopAt(move, move.to));
  await startAt(move, move.to);
}

const orGone = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_DOMAIN', 'OPERATION_INVALID')) return null;
  throw error;
};

const stopAt = (move: Move, link: HostLink): Promise<void> =>
  tidily(move, link, async work => {
    await work.connection.call(domain.destroy, { domain: move.ref, flags: 0 }).catch(orGone);
  });

const forgetAt = (move: Pick<Move, 'tools' | 'control' | 'ref'>, link: HostLink): Promise<void> =>
  tidily(move, link, async work => {
    const flags = undefineFlags.snapshotsMetadata | undefineFlags.checkpointsMetadata;
    await work.connection.call(domain.undefine, { domain: move.ref, flags }).catch(orGone);
  });

/** The last step: it is well at the destination. */
export async function forgetHere(
  move: Pick<Move, 'tools' | 'control' | 'ref' | 'from' | 'args'>,
): Promise<void> {
  if (move.args.undefineSource) await forgetAt(move, move.from);
}
