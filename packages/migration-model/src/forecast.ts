import type { Candidate } from './belief.ts';
import type { Dirtying } from './dirtying.ts';
import { forecastPrecopy, type PrecopyState } from './precopy.ts';
import { quantiles, type Weighted } from './quantile.ts';

export interface Band {
  low: number;
  central: number;
  high: number;
}

export interface Forecast {
  /** How likely it is that it ends by itself, 0..1. */
  chance: number;
  /** Seconds from now until the guest runs at the destination, of the cases that end; null when none does. */
  seconds: Band | null;
  /** Bytes sent until then. */
  bytes: Band | null;
  /** Bytes left for the pause. */
  leftForPause: Band | null;
  /** d(1 - V/W)/b: below 1 it ends (performance-reliability §3.3). */
  kappa: Band;
}

/**
 * What no evidence settles: the link and the guest of the next seconds are not those of the last. Dealt out among the
 * guests in turn, as factors of bandwidth and of rate.
 */
const variations: readonly (readonly [bandwidth: number, rate: number])[] = [
  [1, 1],
  [0.9, 1.06],
  [1.06, 0.94],
  [0.96, 0.86],
  [1.03, 1.14],
  [0.93, 0.95],
  [1.01, 1.05],
];

/** 5 % to 95 %: the band that E4 asks for. */
const low = 0.05;
const high = 0.95;

/** How much further from the middle the ends lie than these guests say: set on the fitting set, where it gives 89 %. */
const widening = 1.4;

/** Every guest that the evidence allows, run to its end (MM-6). */
export function forecast(state: PrecopyState, candidates: readonly Candidate[]): Forecast {
  const runs = candidates.map((candidate, index) => {
    const [eased, guest] = varied(state, candidate, index);
    const run = forecastPrecopy(eased, guest);
    return { ...run, weight: candidate.weight, kappa: kappaOf(eased, guest) };
  });
  const total = runs.reduce((sum, run) => sum + run.weight, 0);
  const ending = runs.filter(run => Number.isFinite(run.seconds));
  return {
    chance: total > 0 ? Math.min(1, ending.reduce((sum, run) => sum + run.weight, 0) / total) : 0,
    seconds: cautious(runs.map(run => ({ value: run.seconds, weight: run.weight }))),
    bytes: band(ending.map(run => ({ value: run.sent, weight: run.weight }))),
    leftForPause: band(ending.map(run => ({ value: run.leftForPause, weight: run.weight }))),
    kappa: band(runs.map(run => ({ value: run.kappa, weight: run.weight }))) ?? {
      low: 0,
      central: 0,
      high: 0,
    },
  };
}

/** Only how likely it is to end: what is asked again and again while a value is looked for. */
export function chanceToEnd(state: PrecopyState, candidates: readonly Candidate[]): number {
  let total = 0;
  let ending = 0;
  for (const [index, candidate] of candidates.entries()) {
    const [eased, guest] = varied(state, candidate, index);
    total += candidate.weight;
    if (Number.isFinite(forecastPrecopy(eased, guest).seconds)) ending += candidate.weight;
  }
  return total > 0 ? Math.min(1, ending / total) : 0;
}

function varied(state: PrecopyState, candidate: Candidate, index: number): [PrecopyState, Candidate] {
  const [bandwidth, rate] = variations[index % variations.length] ?? [1, 1];
  return [
    { ...state, bandwidth: state.bandwidth * bandwidth },
    { ...candidate, rate: candidate.rate * rate },
  ];
}

/** Towards the long side of the band, the cases that never end count as very long ones. */
function cautious(points: readonly Weighted[]): Band | null {
  const ending = band(points.filter(p => Number.isFinite(p.value)));
  const all = band(points);
  if (ending === null || all === null) return null;
  const longest = points.reduce((most, p) => (Number.isFinite(p.value) ? Math.max(most, p.value) : most), 0);
  return widened({ low: ending.low, central: ending.central, high: Math.min(all.high, longest) });
}

const widened = ({ low, central, high }: Band): Band => ({
  low: Math.max(0, central - widening * (central - low)),
  central,
  high: central + widening * (high - central),
});

function band(points: readonly Weighted[]): Band | null {
  const found = quantiles(points, [low, 0.5, high]);
  return found && { low: found[0], central: found[1], high: found[2] };
}

function kappaOf(state: PrecopyState, guest: Dirtying): number {
  const fits = state.bandwidth * state.downtimeSeconds;
  return guest.workingSet <= fits ? 0 : (guest.rate * (1 - fits / guest.workingSet)) / state.bandwidth;
}
