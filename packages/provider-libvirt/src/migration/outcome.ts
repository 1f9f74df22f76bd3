import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { domainStates, pausedReasons } from '@orrery/libvirt/procedures/flags.ts';
import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import type { HostLink } from '../host/host-link.ts';
import { type DomainState, isActive, isMigrationCopy } from '../map/power.ts';

/** A domain at one host, as it is now. */
export type Place = DomainState | 'absent' | 'unreachable';

export type Whereabouts = 'moved' | 'stayed' | 'post-copy-failed' | 'nowhere' | 'both' | 'unsettled';

const lookDeadlineMs = 10_000;
/** Between the end of a job and the last word of both daemons. */
const settleMs = 60_000;
const lookEveryMs = 300;

const isPlace = (place: Place): place is DomainState => typeof place === 'object';
const runs = (place: Place): boolean => isPlace(place) && isActive(place);
/** Whole, and not a copy that waits for the other. */
const lives = (place: Place): boolean => isPlace(place) && isActive(place) && !isWaiting(place);
const isWaiting = (state: DomainState): boolean =>
  isMigrationCopy(state) || (state.state === domainStates.paused && state.reason === pausedReasons.postCopy);
const postCopyFailed = (place: Place): boolean =>
  isPlace(place) && place.state === domainStates.paused && place.reason === pausedReasons.postCopyFailed;

/** Which of the two has it: the daemons' answers to a call may have been lost, what they hold is the truth. */
export function whereaboutsOf(source: Place, destination: Place): Whereabouts {
  if (postCopyFailed(source) || postCopyFailed(destination)) return 'post-copy-failed';
  if (lives(source) && lives(destination)) return 'both';
  if (lives(source)) return runs(destination) ? 'unsettled' : 'stayed';
  // A paused instance arrives paused: as soon as its source is off, there is nothing it could be waiting for.
  const sourceIsOff = source === 'absent' || (isPlace(source) && !isActive(source));
  if (lives(destination) || (sourceIsOff && runs(destination))) return 'moved';
  return sourceIsOff && destination !== 'unreachable' ? 'nowhere' : 'unsettled';
}

export async function placeOf(link: HostLink, uuid: string): Promise<Place> {
  try {
    const { connection } = link.live;
    const ref = await connection.call(domain.lookupByUuid, { uuid }, { deadlineMs: lookDeadlineMs });
    return await connection.call(domain.getState, { domain: ref, flags: 0 }, { deadlineMs: lookDeadlineMs });
  } catch (error) {
    return isLibvirtError(error, 'NO_DOMAIN') ? 'absent' : 'unreachable';
  }
}

/** Looks until both agree. */
export async function settled(
  move: { from: HostLink; to: HostLink; uuid: string; clock: Clock },
  stopped: AbortSignal,
): Promise<Whereabouts> {
  const latest = move.clock.now() + settleMs;
  for (;;) {
    const [source, destination] = await Promise.all([
      placeOf(move.from, move.uuid),
      placeOf(move.to, move.uuid),
    ]);
    const found = whereaboutsOf(source, destination);
    const isFinal = found === 'moved' || found === 'stayed' || found === 'post-copy-failed';
    if (isFinal || move.clock.now() > latest) return found;
    await pause(move.clock, lookEveryMs, stopped);
  }
}
