import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationReason, MigrationWay } from '@orrery/contract/migrations/options.ts';
import type { Band } from '@orrery/migration-model/forecast.ts';
import { type PastMove, priorSeconds } from '@orrery/migration-model/history-prior.ts';
import { type MovePrediction, predictMove } from '@orrery/migration-model/predict-move.ts';
import { estimateRelocation } from '@orrery/migration-model/relocation.ts';
import type { RemedyOffer } from '@orrery/migration-model/remedies.ts';
import type { DirtyMeasurement, MovePlan } from '@orrery/migration-model/sample.ts';
import { guessPath, isHeldBack, predictUnmeasured } from '@orrery/migration-model/unmeasured-path.ts';
import type { Survey, SurveyedWay } from '@orrery/provider-kit/migrator.ts';
import type { MoveBasis } from './kept-move.ts';
import type { Learned } from './move-history.ts';

/** A way to a host with its price, and what a move along it would be followed with. */
export interface JudgedWay {
  way: MigrationWay;
  basis: MoveBasis;
}

export type MoveSettings = Pick<MigrateArgs, 'bandwidth' | 'downtimeMs' | 'autoConverge' | 'postCopy'>;

export interface WayFacts {
  survey: Pick<Survey, 'memoryBytes' | 'residentBytes'>;
  dirtying: readonly DirtyMeasurement[];
  settings: MoveSettings;
  learned: Learned;
  past: readonly PastMove[];
  /** What speaks against the host, whatever the way. */
  reasons: readonly MigrationReason[];
}

/** The longest pause where the hypervisor does not tell its own: QEMU's. */
const usualDowntimeMs = 300;

export function judgeWay(surveyed: SurveyedWay, facts: WayFacts): JudgedWay {
  const reasons = [...facts.reasons, ...surveyed.reasons];
  const basis = basisOf(surveyed, facts);
  const { method } = surveyed;
  const common = {
    method,
    reasons,
    allowed: reasons.every(({ severity }) => severity !== 'blocks'),
    settings: [...surveyed.settings],
  };
  const stops = method === 'cold' || method === 'relocation';
  const price = stops ? priceOfStop(surveyed, facts) : priceOfMove(surveyed, basis, facts);
  return { way: { ...common, ...price }, basis };
}

type Price = Omit<MigrationWay, 'method' | 'reasons' | 'allowed' | 'settings'>;

function basisOf(surveyed: SurveyedWay, { survey, dirtying, settings, learned }: WayFacts): MoveBasis {
  const expectedBandwidth = learned.bandwidth ?? surveyed.bandwidth ?? undefined;
  const estimate =
    surveyed.relocation && estimateRelocation(withPath(surveyed.relocation, learned.bandwidth));
  return {
    plan: {
      memoryBytes: survey.memoryBytes ?? 0,
      ...(survey.residentBytes === null ? {} : { residentBytes: survey.residentBytes }),
      diskBytes: surveyed.diskBytes,
      ...(expectedBandwidth === undefined ? {} : { expectedBandwidth }),
      limits: {
        bandwidth: settings.bandwidth,
        downtimeMs: settings.downtimeMs ?? surveyed.downtimeMs ?? usualDowntimeMs,
        autoConverge: settings.autoConverge,
      },
      dirtying: [...dirtying],
    },
    offers: offersWith(surveyed.offers, settings),
    settings: [...surveyed.settings],
    stop: estimate && { totalMs: estimate.totalMs, stopMs: estimate.stopMs },
  };
}

/** What has to be asked for when it begins cannot be had later; what was asked for need not be offered. */
function offersWith(offers: readonly RemedyOffer[], { autoConverge, postCopy }: MoveSettings) {
  return offers.flatMap(({ kind, applies, most }): MoveBasis['offers'] => {
    if (kind === 'auto-converge' && autoConverge) return [];
    const later = kind === 'post-copy' && !postCopy ? 'restart' : applies;
    return [{ kind, applies: later, ...(most === undefined ? {} : { most }) }];
  });
}

const withPath = <P extends { bandwidth: number }>(plan: P, learned: number | undefined): P =>
  learned === undefined ? plan : { ...plan, bandwidth: learned };

/** Schema and model name the same things; the model leaves out what is not known, and takes it left out only. */
export const planOf = ({ plan }: MoveBasis): MovePlan => plan;

function priceOfMove(surveyed: SurveyedWay, basis: MoveBasis, facts: WayFacts): Price {
  const { past, learned } = facts;
  const plan = planOf(basis);
  if (plan.memoryBytes === 0) return { ...fromHistory(past, basis), ...nothingSaid };
  if (plan.expectedBandwidth === undefined) {
    const sizes = fromSizes(plan, surveyed, basis);
    // Where nobody may limit a move, how long others took tells of the path.
    const tells = past.length > 0 && !surveyed.settings.includes('bandwidth');
    return tells ? { ...sizes, totalMs: historyMs(past, plan), basis: 'history' } : sizes;
  }
  return fromPrediction(predictMove(plan, basis.offers), sure(learned.aroundMs ?? 0));
}

/** Checks, preparing, tidying up and the proof that the guest survived, before any move was timed; ms. */
const aroundUnmeasured: Band = { low: 1_000, central: 5_000, high: 30_000 };

/** Nothing was moved that way yet (MG-21). */
function fromSizes(plan: MovePlan, { linkSpeed }: SurveyedWay, { offers }: MoveBasis): Price {
  const path = guessPath(linkSpeed);
  // How fast it goes is known then; what goes on around it is not.
  if (isHeldBack(plan, path)) return fromPrediction(predictMove(plan, offers), aroundUnmeasured);
  return fromPrediction(predictUnmeasured(plan, path, offers), aroundUnmeasured);
}

/** The model knows of the copying; what goes on around it earlier moves tell. */
const fromPrediction = (predicted: MovePrediction, around: Band): Price => ({
  bytes: predicted.bytes,
  totalMs: predicted.totalMs && {
    low: predicted.totalMs.low + around.low,
    central: predicted.totalMs.central + around.central,
    high: predicted.totalMs.high + around.high,
  },
  pause: predicted.pause,
  cpuSeconds: predicted.cpuSeconds,
  verdict: predicted.verdict,
  leansToFinish: predicted.leansToFinish,
  confidence: predicted.confidence,
  basis: predicted.basis,
  remedies: [...predicted.remedies],
});

const sure = (ms: number): Band => ({ low: ms, central: ms, high: ms });

const nothingSaid = { verdict: null, leansToFinish: null, remedies: [] };

/** Nobody knows how much memory there is to send: earlier moves are all there is to go by. */
function fromHistory(past: readonly PastMove[], { plan }: MoveBasis) {
  if (past.length === 0)
    return {
      bytes: null,
      totalMs: null,
      pause: null,
      cpuSeconds: null,
      confidence: 'none' as const,
      basis: 'nothing' as const,
    };
  const typical = past.toSorted((a, b) => a.memoryBytes - b.memoryBytes)[Math.floor(past.length / 2)];
  const totalMs = historyMs(past, { ...plan, memoryBytes: typical?.memoryBytes ?? 0 });
  return {
    bytes: null,
    totalMs,
    pause: null,
    cpuSeconds: null,
    confidence: 'low' as const,
    basis: 'history' as const,
  };
}

function historyMs(past: readonly PastMove[], { memoryBytes, diskBytes = 0 }: MovePlan): Band {
  const { low, central, high } = priorSeconds({ memoryBytes, withDisks: diskBytes > 0 }, past);
  return { low: 1000 * low, central: 1000 * central, high: 1000 * high };
}

function priceOfStop(surveyed: SurveyedWay, { learned }: WayFacts): Price {
  const estimate =
    surveyed.relocation && estimateRelocation(withPath(surveyed.relocation, learned.bandwidth));
  if (!estimate)
    return {
      bytes: null,
      totalMs: null,
      pause: null,
      cpuSeconds: null,
      confidence: 'none',
      basis: 'nothing',
      ...nothingSaid,
    };
  const { totalMs, stopMs, bytes } = estimate;
  return {
    bytes: { low: bytes, central: bytes, high: bytes },
    totalMs: { low: totalMs.expected, central: totalMs.expected, high: totalMs.atMost },
    pause: { expectedMs: stopMs.expected, atMostMs: stopMs.atMost },
    cpuSeconds: null,
    ...nothingSaid,
    confidence: 'low',
    basis: learned.bandwidth === undefined ? 'nothing' : 'history',
  };
}
