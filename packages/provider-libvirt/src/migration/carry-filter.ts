import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { xmlFlags } from '@orrery/libvirt/procedures/flags.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { Undo } from '@orrery/provider-kit/undo.ts';
import type { Work } from '../actions/job.ts';
import { defineFilterXml, readFilter, removeFilter } from '../actions/packet-filter.ts';
import type { HostLink } from '../host/host-link.ts';
import { refersTo } from '../map/interface-filter.ts';
import { filterNameOf } from '../map/nwfilter.ts';
import { isActive } from '../map/power.ts';
import { type Move, tidily } from './move.ts';
import { placeOf } from './outcome.ts';

const askDeadlineMs = 15_000;
/** A source that has handed the guest over still has to end its own half. */
const letGoMs = 60_000;
const lookEveryMs = 300;

/** Goes before its instance: libvirt takes in no guest whose filter the host does not know. */
export async function carryFilter({ from, to, ...move }: Move, undo: Undo): Promise<void> {
  const { control, handle, ref } = move;
  if (!handle.guarded) return;
  const xml = await readFilter({ control, connection: from.live.connection }, ref.uuid);
  if (xml === null) return;
  undo.later('its packet filter at the destination', () => dropFilter(move, to));
  await defineFilterXml({ control, connection: to.live.connection }, xml);
}

const orNull = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_DOMAIN')) return null;
  throw error;
};

/** Now, or after its next start. */
async function isUsed({ connection }: Work, uuid: string): Promise<boolean> {
  const options = { deadlineMs: askDeadlineMs };
  const ref = await connection.call(domain.lookupByUuid, { uuid }, options).catch(orNull);
  if (ref === null) return false;
  for (const flags of [0, xmlFlags.inactive]) {
    const xml = await connection.call(domain.getXml, { domain: ref, flags }, options).catch(orNull);
    if (xml !== null && refersTo(xml, filterNameOf(uuid))) return true;
  }
  return false;
}

/** Stays where a domain refers to it: a definition that was kept there, or one of somebody else. */
export async function dropFilter(
  move: Pick<Move, 'tools' | 'control' | 'ref' | 'handle'>,
  link: HostLink,
): Promise<void> {
  const { handle, ref } = move;
  if (!handle.guarded) return;
  await tidily(move, link, async work => {
    if (await isUsed(work, ref.uuid)) return;
    await removeFilter(work, ref.uuid).catch((error: unknown) => {
      // libvirt keeps one that a running guest uses.
      if (!isLibvirtError(error, 'OPERATION_INVALID')) throw error;
    });
  });
}

/** The instance has arrived elsewhere. Answers why its filter is still where it was. */
export async function dropFilterHere(move: Move): Promise<string[]> {
  const { from, handle, ref, tools } = move;
  if (!handle.guarded) return [];
  const latest = tools.clock.now() + letGoMs;
  while (tools.clock.now() < latest) {
    const place = await placeOf(from, ref.uuid);
    if (typeof place !== 'object' || !isActive(place)) break;
    await pause(tools.clock, lookEveryMs, tools.stopping);
  }
  return dropFilter(move, from).then(
    () => [],
    (error: unknown) => [
      `Its packet filter is still at the old host: ${error instanceof Error ? error.message : String(error)}`,
    ],
  );
}
