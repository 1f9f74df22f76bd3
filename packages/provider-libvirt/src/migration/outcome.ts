import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { domainStates, pausedReasons } from '@orrery/libvirt/procedures/flags.ts';
import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import type { HostLink } from '../host/host-link.ts';
import { type DomainState, isActive, isMigrationCopy } from '../map/power.ts';

/** A domain at one host, as it is now. */
export type Place = DomainState | 'absent' | 'unreachable';

export type Whereabouts =
  | 'moved'
  | 'stayed'
  | 'post-copy-failed'
  | 'off'
  | 'nowhere'
  | 'both'
  | 'unsettled'
  | 'source-lost'
  | 'destination-lost'
  | 'both-lost';

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
  if (!sourceIsOff || destination === 'unreachable') return 'unsettled';
  return isPlace(source) && destination === 'absent' ? 'off' : 'nowhere';
}

/** Where looking did not settle it: a host that does not answer is why. */
export function whoIsLost(source: Place, destination: Place): Whereabouts {
  if (source !== 'unreachable') return destination === 'unreachable' ? 'destination-lost' : 'unsettled';
  return destination === 'unreachable' ? 'both-lost' : 'source-lost';
}

/** In words, with what to do; the rest is said where more is known of it. */
export const lossWords: Record<
  Exclude<Whereabouts, 'moved' | 'stayed' | 'post-copy-failed'>,
  { message: string; advice: string }
> = {
  'source-lost': {
    message:
      'The host that it came from does not answer any more, and it has not arrived: it went down with that host, or goes on there out of reach',
    advice:
      'Look at that host before anything else: started a second time elsewhere it would write to the same disks',
  },
  'destination-lost': {
    message: 'It was being handed over when the destination stopped answering: nobody can say where it is',
    advice: 'Look at the destination; it is paused at its source until then',
  },
  'both-lost': {
    message: 'Neither of its hosts answers any more',
    advice: 'Wait until one is back; then it is looked for again',
  },
  off: {
    message:
      'It is off where it was, and did not arrive: it went down with its host in the middle of the move, or was shut down',
    advice: 'Start it where it is; nothing of it is left at the destination',
  },
  nowhere: {
    message: 'It runs at neither of its hosts: it was lost in the move',
    advice: 'Start it where its definition is, and look into the logs of both daemons',
  },
  both: {
    message: 'It runs at both of its hosts',
    advice: 'Force one of the two off at once: both write to the same disks',
  },
  unsettled: {
    message: 'Its hosts answer, and do not agree where it is',
    advice: 'Look at both hosts',
  },
};

export async function placeOf(link: HostLink, uuid: string): Promise<Place> {
  try {
    const { connection } = link.live;
    const ref = await connection.call(domain.lookupByUuid, { uuid }, { deadlineMs: lookDeadlineMs });
    return await connection.call(domain.getState, { domain: ref, flags: 0 }, { deadlineMs: lookDeadlineMs });
  } catch (error) {
    return isLibvirtError(error, 'NO_DOMAIN') ? 'absent' : 'unreachable';
  }
}

const isAtRest = (found: Whereabouts): boolean =>
  found === 'moved' || found === 'stayed' || found === 'off' || found === 'post-copy-failed';

/** Looks until both agree. That it is off has to be seen twice: two answers need not be of the same moment. */
export async function settled(
  move: { from: HostLink; to: HostLink; uuid: string; clock: Clock },
  stopped: AbortSignal,
): Promise<Whereabouts> {
  const latest = move.clock.now() + settleMs;
  let before: Whereabouts | null = null;
  for (;;) {
    const [source, destination] = await Promise.all([
      placeOf(move.from, move.uuid),
      placeOf(move.to, move.uuid),
    ]);
    const found = whereaboutsOf(source, destination);
    if (isAtRest(found) && (found !== 'off' || before === 'off')) return found;
    before = found;
    if (move.clock.now() > latest) return found === 'unsettled' ? whoIsLost(source, destination) : found;
    await pause(move.clock, lookEveryMs, stopped);
  }
}
