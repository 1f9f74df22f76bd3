import type { Candidate } from './belief.ts';
import { leastBandwidth, leastDowntimeSeconds, leastThrottle } from './closed-form.ts';
import { chanceToEnd, forecast } from './forecast.ts';
import { handoverSeconds, type PrecopyState } from './precopy.ts';
import { quantile } from './quantile.ts';
import { mostThrottlePercent, noThrottle } from './throttle.ts';

export const remedyKinds = ['bandwidth', 'downtime', 'auto-converge', 'post-copy', 'abort'] as const;
export type RemedyKind = (typeof remedyKinds)[number];

/** What the back end can do, and when. `restart`: only if the move is called off and begun anew with it. */
export interface RemedyOffer {
  kind: RemedyKind;
  applies: 'now' | 'restart';
  /** Most that may be set, in the unit of the remedy's value: the link's speed, the longest pause one would bear. */
  most?: number | undefined;
}

export interface Remedy {
  kind: RemedyKind;
  applies: 'now' | 'restart';
  /** The value that makes it converge: bytes per second, milliseconds, or percent; null where there is none to set. */
  value: number | null;
  /** What would just do if the guest is what it most likely is; between this and `value` it may or may not. */
  least: number | null;
  /** How likely it is to end with it, 0..1; 1 for those that end it in any case. */
  chance: number;
  /** Milliseconds from now with it; null when nobody knows. */
  etaMs: number | null;
  /** Longest pause of the guest with it, milliseconds. */
  pauseMs: number | null;
}

/** So sure should one be of an advised value: of the guests that the evidence allows, this share must end with it. */
const sure = 0.95;
const half = 0.5;
/** And a little more, for what no model knows. */
const safety = 1.1;

/** A move in trouble: where it stands, and whom it moves. */
export interface Trouble {
  state: PrecopyState;
  candidates: readonly Candidate[];
  /** What would have to be sent if it were begun anew. */
  wholeBytes: number;
}

/** What would help, the gentlest first, each with the value that would do (MM-11). Only what the back end offers. */
export function remedies(trouble: Trouble, offers: readonly RemedyOffer[]): Remedy[] {
  return remedyKinds.flatMap(kind =>
    offers.filter(offer => offer.kind === kind).flatMap(offer => advise(offer, trouble) ?? []),
  );
}

function advise(offer: RemedyOffer, trouble: Trouble): Remedy | null {
  switch (offer.kind) {
    case 'bandwidth':
      return adviseBandwidth(offer, trouble);
    case 'downtime':
      return adviseDowntime(offer, trouble);
    case 'auto-converge':
      return adviseThrottle(offer, trouble);
    case 'post-copy':
      return advisePostCopy(offer, trouble);
    case 'abort':
      return {
        kind: offer.kind,
        applies: offer.applies,
        value: null,
        least: null,
        chance: 1,
        etaMs: 0,
        pauseMs: 0,
      };
  }
}

function adviseBandwidth(offer: RemedyOffer, trouble: Trouble): Remedy | null {
  const { state } = trouble;
  const value = leastThatEnds(trouble, {
    now: state.bandwidth,
    surely: needed(trouble, c => leastBandwidth(c, state.downtimeSeconds)),
    set: bandwidth => ({ ...state, bandwidth }),
  });
  if (value === null || isTooMuch(offer, value)) return null;
  const rounded = Math.ceil(value);
  const least = needed(trouble, c => leastBandwidth(c, state.downtimeSeconds), half);
  return withOutlook(
    { ...offer, value: rounded, least },
    { ...trouble, state: { ...state, bandwidth: rounded } },
  );
}

function adviseDowntime(offer: RemedyOffer, trouble: Trouble): Remedy | null {
  const { state } = trouble;
  const seconds = leastThatEnds(trouble, {
    now: state.downtimeSeconds,
    surely: needed(trouble, c => leastDowntimeSeconds(c, state.bandwidth)),
    set: downtimeSeconds => ({ ...state, downtimeSeconds }),
  });
  if (seconds === null || isTooMuch(offer, 1000 * seconds)) return null;
  const value = Math.ceil(1000 * seconds);
  const least = 1000 * needed(trouble, c => leastDowntimeSeconds(c, state.bandwidth), half);
  return withOutlook(
    { ...offer, value, least },
    { ...trouble, state: { ...state, downtimeSeconds: value / 1000 } },
  );
}

interface Search {
  now: number;
  /** By the closed form, of the guests that need most. */
  surely: number;
  set: (value: number) => PrecopyState;
}

/** The closed form is on the safe side for guests that write some pages much more often: so it is tried out. */
function leastThatEnds({ candidates }: Trouble, { now, surely, set }: Search): number | null {
  const ends = (value: number) => chanceToEnd(set(value), candidates) >= sure;
  let high = 1.3 * Math.max(surely, now);
  if (!ends(high)) high *= 2;
  if (!ends(high)) return null;
  let low = now;
  for (let step = 0; step < searchSteps; step++) {
    const middle = Math.sqrt(low * high);
    if (ends(middle)) high = middle;
    else low = middle;
  }
  return safety * high;
}
const searchSteps = 6;

/** What all but a few of the guests need. */
const needed = ({ candidates }: Trouble, least: (guest: Candidate) => number, share = sure): number =>
  quantile(
    candidates.map(c => ({ value: least(c), weight: c.weight })),
    share,
  ) ?? 0;

/**
 * Where a move gets no closer although the evidence allows guests that would end, those are wrong: their rates are
 * raised until half of them would not.
 */
export function atLeastHopeless(candidates: readonly Candidate[], state: PrecopyState): readonly Candidate[] {
  const kappa = forecast(state, candidates).kappa.central;
  const factor = kappa > 0 ? Math.max(1, hopelessKappa / kappa) : 1;
  return candidates.map(c => ({ ...c, rate: c.rate * factor }));
}
const hopelessKappa = 1.25;

/** The percentage is what it will come to: hypervisors raise it by themselves until it is enough. */
function adviseThrottle(offer: RemedyOffer, trouble: Trouble): Remedy | null {
  const { state } = trouble;
  if (state.throttle !== null) return null;
  const value = Math.ceil(100 * needed(trouble, c => leastThrottle(c, state)));
  if (value <= 0 || value > mostThrottlePercent) return null;
  const least = 100 * needed(trouble, c => leastThrottle(c, state), half);
  return withOutlook({ ...offer, value, least }, { ...trouble, state: { ...state, throttle: noThrottle } });
}

/** The guest goes on at the destination at once and fetches what is missing. */
function advisePostCopy(offer: RemedyOffer, { state }: Trouble): Remedy | null {
  if (!(state.bandwidth > 0)) return null;
  return {
    ...{ kind: offer.kind, applies: offer.applies, value: null, least: null, chance: 1 },
    etaMs: 1000 * (state.remaining / state.bandwidth + handoverSeconds),
    pauseMs: 1000 * handoverSeconds,
  };
}

const isTooMuch = (offer: RemedyOffer, value: number) => offer.most !== undefined && value > offer.most;

function withOutlook(remedy: RemedyOffer & { value: number; least: number }, trouble: Trouble): Remedy {
  const { kind, applies, value, least } = remedy;
  const { state, candidates, wholeBytes } = trouble;
  const anew = { ...state, remaining: wholeBytes, sinceListSeconds: 0, firstPassOf: wholeBytes };
  const { chance, seconds, leftForPause } = forecast(applies === 'restart' ? anew : state, candidates);
  return {
    ...{ kind, applies, value, least, chance },
    etaMs: seconds === null ? null : 1000 * seconds.central,
    pauseMs: leftForPause === null ? null : 1000 * (leftForPause.high / state.bandwidth + handoverSeconds),
  };
}
