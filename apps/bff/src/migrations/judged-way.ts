import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationReason, MigrationWay } from '@orrery/contract/migrations/options.ts';
import { type PastMove, priorSeconds } from '@orrery/migration-model/history-prior.ts';
import { type MovePrediction, predictMove } from '@orrery/migration-model/predict-move.ts';
import { estimateRelocation } from '@orrery/migration-model/relocation.ts';
import type { RemedyOffer } from '@orrery/migration-model/remedies.ts';
import type { DirtyMeasurement, MovePlan } from '@orrery/migration-model/sample.ts';
import type { Survey, SurveyedWay } from '@orrery/provider-kit/migrator.ts';
import type { MoveBasis } from './kept-move.ts';

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
  /** What earlier moves on this path reached; bytes per second. */
  learned: number | undefined;
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
  const price = stops ? priceOfStop(surveyed, facts) : priceOfMove(basis, facts);
  return { way: { ...common, ...price }, basis };
}

type Price = Omit<MigrationWay, 'method' | 'reasons' | 'allowed' | 'settings'>;

function basisOf(surveyed: SurveyedWay, { survey, dirtying, settings, learned }: WayFacts): MoveBasis {
  const expectedBandwidth = learned ?? surveyed.bandwidth ?? undefined;
  const estimate = surveyed.relocation && estimateRelocation(withPath(surveyed.relocation, learned));
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

function priceOfMove(basis: MoveBasis, { past }: WayFacts): Price {
  const plan = planOf(basis);
  if (plan.memoryBytes > 0) return fromPrediction(predictMove(plan, basis.offers));
  return { ...fromHistory(past, basis), ...nothingSaid };
}

const fromPrediction = (predicted: MovePrediction): Price => ({
  bytes: predicted.bytes,
  totalMs: predicted.totalMs,
  pause: predicted.pause,
  cpuSeconds: predicted.cpuSeconds,
  verdict: predicted.verdict,
  leansToFinish: predicted.leansToFinish,
  confidence: predicted.confidence,
  basis: predicted.basis,
  remedies: [...predicted.remedies],
});

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
  const move = { memoryBytes: typical?.memoryBytes ?? 0, withDisks: (plan.diskBytes ?? 0) > 0 };
  const { low, central, high } = priorSeconds(move, past);
  const totalMs = { low: 1000 * low, central: 1000 * central, high: 1000 * high };
  return {
    bytes: null,
    totalMs,
    pause: null,
    cpuSeconds: null,
    confidence: 'low' as const,
    basis: 'history' as const,
  };
}

function priceOfStop(surveyed: SurveyedWay, { learned }: WayFacts): Price {
  const estimate = surveyed.relocation && estimateRelocation(withPath(surveyed.relocation, learned));
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
    basis: learned === undefined ? 'nothing' : 'history',
  };
}
