import type { Candidate } from './belief.ts';
import { leastBandwidth, leastDowntimeSeconds, leastThrottle } from './closed-form.ts';
import { forecast } from './forecast.ts';
import { burstSeconds, handoverSeconds, type PrecopyState } from './precopy.ts';
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
  /** How likely it is to end with it, 0..1; 1 for those that end it in any case. */
  chance: number;
  /** Milliseconds from now with it; null when nobody knows. */
  etaMs: number | null;
  /** Longest pause of the guest with it, milliseconds. */
  pauseMs: number | null;
}

/** So sure should one be of an advised value: of the guests that the evidence allows, this share must be covered. */
const sure = 0.95;
/** And a little more, for what no model knows. */
const safety = 1.08;

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
      return { kind: offer.kind, applies: offer.applies, value: null, chance: 1, etaMs: 0, pauseMs: 0 };
  }
}

const needed = (candidates: readonly Candidate[], least: (guest: Candidate) => number): number =>
  quantile(
    candidates.map(c => ({ value: least(c), weight: c.weight })),
    sure,
  ) ?? 0;

function adviseBandwidth(offer: RemedyOffer, { state, candidates, wholeBytes }: Trouble): Remedy | null {
  const least = needed(candidates, c => leastBandwidth(c, state.downtimeSeconds));
  const value = Math.ceil(safety * least);
  if (value <= state.bandwidth || isTooMuch(offer, value)) return null;
  return withOutlook({ ...offer, value }, { state: { ...state, bandwidth: value }, candidates, wholeBytes });
}

function adviseDowntime(offer: RemedyOffer, { state, candidates, wholeBytes }: Trouble): Remedy | null {
  const least = needed(candidates, c => leastDowntimeSeconds(c, state.bandwidth));
  const value = Math.ceil(1000 * (safety * least + burstSeconds / 2));
  if (least <= state.downtimeSeconds || value <= 1000 * state.downtimeSeconds || isTooMuch(offer, value))
    return null;
  const eased = { ...state, downtimeSeconds: value / 1000 };
  return withOutlook({ ...offer, value }, { state: eased, candidates, wholeBytes });
}

/** The percentage is what it will come to: hypervisors raise it by themselves until it is enough. */
function adviseThrottle(offer: RemedyOffer, { state, candidates, wholeBytes }: Trouble): Remedy | null {
  if (state.throttle !== null) return null;
  const value = Math.ceil(100 * needed(candidates, c => leastThrottle(c, state)));
  if (value <= 0 || value > mostThrottlePercent) return null;
  const slowed = { ...state, throttle: noThrottle };
  return withOutlook({ ...offer, value }, { state: slowed, candidates, wholeBytes });
}

/** The guest goes on at the destination at once and fetches what is missing. */
function advisePostCopy(offer: RemedyOffer, { state }: Trouble): Remedy | null {
  if (!(state.bandwidth > 0)) return null;
  return {
    ...{ kind: offer.kind, applies: offer.applies, value: null, chance: 1 },
    etaMs: 1000 * (state.remaining / state.bandwidth + handoverSeconds),
    pauseMs: 1000 * handoverSeconds,
  };
}

const isTooMuch = (offer: RemedyOffer, value: number) => offer.most !== undefined && value > offer.most;

function withOutlook(remedy: RemedyOffer & { value: number }, trouble: Trouble): Remedy {
  const { kind, applies, value } = remedy;
  const { state, candidates, wholeBytes } = trouble;
  const anew = { ...state, remaining: wholeBytes, sinceListSeconds: 0 };
  const { chance, seconds, leftForPause } = forecast(applies === 'restart' ? anew : state, candidates);
  return {
    ...{ kind, applies, value, chance },
    etaMs: seconds === null ? null : 1000 * seconds.central,
    pauseMs: leftForPause === null ? null : 1000 * (leftForPause.high / state.bandwidth + handoverSeconds),
  };
}
