import type { Trace } from '../trace.ts';

/** What really happened, and from when on it could be known. */
export interface Truth {
  /** It ended by itself (after what was changed, if anything was). */
  ends: boolean;
  endMs: number;
  /** After the last change: nobody can foretell what somebody will do. */
  fromMs: number;
  /** Whether it would have ended as it was begun: by what happened, or by κ where something was changed. */
  endsUnaided: boolean;
  /** κ of what the guest really did, at the limits it began with. */
  kappa: number;
  dirtying: boolean;
  /** The link did something that nobody was told of: on purpose, or the machine that recorded had no time to send. */
  disturbed: boolean;
}

export function truthOf(trace: Trace): Truth {
  const { outcome, changes, guest, settings } = trace;
  const fits = (settings.bandwidthMiBps * settings.downtimeMs) / 1000;
  const rate = guest.alternates ? (guest.dirtyMiBps + guest.alternates.dirtyMiBps) / 2 : guest.dirtyMiBps;
  const kappa =
    guest.workingSetMiB <= fits ? 0 : (rate * (1 - fits / guest.workingSetMiB)) / settings.bandwidthMiBps;
  const ends = outcome.status === 'completed';
  return {
    ends,
    endsUnaided: changes.some(c => !c.hidden) ? kappa < 1 : ends,
    endMs: outcome.endMs,
    fromMs: changes.reduce((latest, c) => Math.max(latest, c.atMs), 0),
    kappa,
    dirtying: rate > 0,
    disturbed: changes.some(c => c.hidden) || wasStarved(trace),
  };
}

/** Sent less than this part of what was allowed, over so long: the machine was busy otherwise. */
const starvedShare = 0.55;
const starvedMs = 3_000;
const pagesPerMiB = 256;

function wasStarved({ samples, settings, changes }: Trace): boolean {
  const limit = Math.min(settings.bandwidthMiBps, ...changes.flatMap(c => c.bandwidthMiBps ?? []));
  return samples.atMs.some((at, index) => {
    const later = samples.atMs.findIndex(ms => ms >= at + starvedMs);
    if (later < 0 || samples.status[index] !== 'active' || samples.status[later] !== 'active') return false;
    const pages = (samples.normalPages[later] ?? 0) - (samples.normalPages[index] ?? 0);
    const zeros = (samples.zeroPages[later] ?? 0) - (samples.zeroPages[index] ?? 0);
    const seconds = ((samples.atMs[later] ?? 0) - at) / 1000;
    return zeros === 0 && pages / pagesPerMiB / seconds < starvedShare * limit;
  });
}
