import { type Band, type Forecast, forecast } from './forecast.ts';
import { GuestBelief } from './guest-belief.ts';
import type { Basis, Confidence } from './outlook.ts';
import { confidenceOf, pauseOf, scaled } from './outlook-parts.ts';
import type { PrecopyState } from './precopy.ts';
import { type Remedy, type RemedyOffer, remedies } from './remedies.ts';
import type { MovePlan } from './sample.ts';
import { noThrottle } from './throttle.ts';
import { judge, type Verdict } from './verdict.ts';

/** What a live move would cost, said before it begins (MM-12). */
export interface MovePrediction {
  verdict: Verdict | null;
  leansToFinish: boolean | null;
  kappa: number | null;
  /** Null when the bandwidth is not known, or it would never end. */
  totalMs: Band | null;
  pause: { expectedMs: number; atMostMs: number } | null;
  /** Memory and disks together, on the wire. */
  bytes: Band | null;
  /** Processor seconds at both ends. */
  cpuSeconds: { source: number; destination: number } | null;
  confidence: Confidence;
  basis: Basis;
  remedies: readonly Remedy[];
}

/**
 * Processor seconds for each GiB sent: the median of 43 recorded moves (docs/migration-model-figures.md), a thread that
 * sends without compression or encryption, a receiver that touches memory for the first time.
 */
const cpuSecondsPerGiB = { source: 0.9, destination: 2.7 };
const gibibyte = 1024 ** 3;

export function predictMove(plan: MovePlan, offers: readonly RemedyOffer[] = []): MovePrediction {
  const bandwidth = leastOf(plan.limits.bandwidth, plan.expectedBandwidth);
  const belief = new GuestBelief(plan, bandwidth);
  if (bandwidth === null) return { ...nothing, basis: belief.basis };
  const wholeBytes = Math.min(plan.memoryBytes, plan.residentBytes ?? Infinity);
  const state: PrecopyState = {
    remaining: wholeBytes,
    sinceListSeconds: 0,
    firstPassOf: plan.memoryBytes,
    bandwidth,
    downtimeSeconds: plan.limits.downtimeMs / 1000,
    throttle: plan.limits.autoConverge ? noThrottle : null,
  };
  const found = forecast(state, belief.candidates);
  const diskBytes = plan.diskBytes ?? 0;
  const diskSeconds = diskBytes > 0 ? diskBytes / (plan.diskBandwidth ?? bandwidth) : 0;
  const oneCopy = wholeBytes / bandwidth + diskSeconds;
  const verdict = judge(
    {
      atMs: 0,
      chance: belief.informed ? found.chance : null,
      kappa: found.kappa,
      stretch: oneCopy > 0 ? ((found.seconds?.central ?? 0) + diskSeconds) / oneCopy : 1,
      stalled: false,
      futile: false,
      certain: false,
    },
    null,
  );
  const ends = verdict !== 'will-not-finish';
  const totalMs = found.seconds && ends ? scaled(found.seconds, diskSeconds) : null;
  const bytes = found.bytes && ends ? shifted(found.bytes, diskBytes) : null;
  return {
    verdict,
    leansToFinish: belief.informed ? found.chance >= 0.5 : null,
    kappa: belief.informed ? found.kappa.central : null,
    totalMs,
    pause: pauseOf(found, bandwidth),
    bytes,
    cpuSeconds: bytes && cpuOf(bytes.central),
    confidence: confidenceOf({ basis: belief.basis, etaMs: totalMs, elapsedMs: 0, certain: false }),
    basis: belief.basis,
    remedies: wantsHelp(verdict)
      ? remedies({ state, candidates: belief.candidates, wholeBytes }, offers)
      : [],
  };
}

const nothing: Omit<MovePrediction, 'basis'> = {
  verdict: null,
  leansToFinish: null,
  kappa: null,
  totalMs: null,
  pause: null,
  bytes: null,
  cpuSeconds: null,
  confidence: 'none',
  remedies: [],
};

const wantsHelp = (verdict: Verdict | null) => verdict !== null && verdict !== 'converging';

function leastOf(limit: number | null, expected: number | undefined): number | null {
  const least = Math.min(limit ?? Infinity, expected ?? Infinity);
  return Number.isFinite(least) && least > 0 ? least : null;
}

const shifted = (band: NonNullable<Forecast['bytes']>, by: number): Band => ({
  low: band.low + by,
  central: band.central + by,
  high: band.high + by,
});

const cpuOf = (bytes: number) => ({
  source: (cpuSecondsPerGiB.source * bytes) / gibibyte,
  destination: (cpuSecondsPerGiB.destination * bytes) / gibibyte,
});
