import { quantile } from '../../quantile.ts';
import type { Trace } from '../trace.ts';
import { backsteps, type Backsteps, percentOfMemory, remainingOverBandwidth } from './peers.ts';
import { type Moment, replay, type ReplayOptions } from './replay.ts';
import { type Truth, truthOf } from './truth.ts';

export interface TraceReport {
  name: string;
  truth: Truth;
  /** Errors of the predicted total, as parts of it, at each moment that counts. */
  errors: number[];
  naiveErrors: number[];
  /** Whether the end lay in the band, at each of them. */
  covered: boolean[];
  /** Verdict that stood before anything was sent; null: none was given. */
  verdictBefore: string | null;
  /** Two seconds after the first pass had ended. */
  verdictAfterFirstPass: string | null;
  /** Which way it leant after the second pass. */
  leansAfterSecondPass: boolean | null;
  shown: Backsteps;
  peer: Backsteps;
  /** Real pause, and the most that was announced at the end. */
  pause: { realMs: number; atMostMs: number } | null;
}

/** E1: judged after a tenth of the time has gone by. */
const warmUp = 0.1;
const graceMs = 2_000;

export function judgeTrace(trace: Trace, options: ReplayOptions = {}): TraceReport {
  const truth = truthOf(trace);
  const moments = replay(trace, options);
  const counted = truth.ends ? moments.filter(m => counts(m, truth)) : [];
  return {
    name: trace.name,
    truth,
    errors: counted.map(m => errorOf(m.sample.atMs, m.outlook.etaMs?.central ?? null, truth.endMs)),
    naiveErrors: counted.map(m =>
      errorOf(m.sample.atMs, remainingOverBandwidth(trace, m.sample), truth.endMs),
    ),
    covered: counted.map(m => isCovered(m, truth.endMs)),
    ...verdictsOf(trace, moments),
    shown: backsteps(moments.map(m => 100 * m.outlook.fraction)),
    peer: backsteps(
      moments.filter(m => m.sample.stage === 'memory').flatMap(m => percentOfMemory(m.sample) ?? []),
    ),
    pause: pauseOf(trace, moments),
  };
}

function counts({ sample }: Moment, truth: Truth): boolean {
  const { atMs } = sample;
  const from = truth.fromMs + warmUp * (truth.endMs - truth.fromMs);
  return atMs >= from && atMs < truth.endMs;
}

/** Nothing said counts as wrong by all of it. */
function errorOf(atMs: number, etaMs: number | null, endMs: number): number {
  return etaMs === null ? 1 : Math.min(1, Math.abs(atMs + etaMs - endMs) / endMs);
}

/** Seen at 2 Hz, the end itself is only known to within a sample. */
function isCovered({ sample, outlook }: Moment, endMs: number): boolean {
  if (outlook.etaMs === null) return false;
  const left = endMs - sample.atMs;
  return left >= outlook.etaMs.low - 100 && left <= outlook.etaMs.high + 100;
}

function verdictsOf(trace: Trace, moments: readonly Moment[]) {
  const firstPassEnd = endOfPass(trace, 1);
  const secondPassEnd = endOfPass(trace, 2);
  const changedAt = trace.changes[0]?.atMs ?? Infinity;
  const atOrBefore = (ms: number | null) =>
    ms === null || ms > changedAt
      ? undefined
      : moments.findLast(m => m.sample.atMs <= ms && !over(m))?.outlook;
  return {
    verdictBefore: moments.find(m => m.sample.stage === 'memory')?.outlook.verdict ?? null,
    verdictAfterFirstPass: atOrBefore(firstPassEnd === null ? null : firstPassEnd + graceMs)?.verdict ?? null,
    leansAfterSecondPass:
      atOrBefore(secondPassEnd === null ? null : secondPassEnd + 600)?.leansToFinish ?? null,
  };
}

const over = ({ sample }: Moment) => sample.stage === 'completed' || sample.stage === 'cancelled';

function endOfPass({ samples }: Trace, pass: number): number | null {
  const index = samples.pass.findIndex((p, i) => p > pass && samples.status[i] === 'active');
  return samples.atMs[index] ?? null;
}

function pauseOf(trace: Trace, moments: readonly Moment[]): TraceReport['pause'] {
  const { downtimeMs } = trace.outcome;
  const last = moments.findLast(m => m.sample.stage === 'memory' && m.outlook.pause !== null);
  if (downtimeMs === null || !last?.outlook.pause) return null;
  return { realMs: downtimeMs, atMostMs: last.outlook.pause.atMostMs };
}

/** Quantile of plain numbers, all alike. */
export const plainQuantile = (values: readonly number[], share: number): number | null =>
  quantile(
    values.map(value => ({ value, weight: 1 })),
    share,
  );
