import type { Band } from './forecast.ts';
import type { PassRecord } from './pass-tracker.ts';
import type { Remedy } from './remedies.ts';
import type { Verdict } from './verdict.ts';

/** How far the prediction can be relied on (MM-10). */
export const confidences = ['none', 'low', 'medium', 'high'] as const;
export type Confidence = (typeof confidences)[number];

/** What the prediction rests on. */
export const bases = ['nothing', 'sizes', 'history', 'measurement', 'passes'] as const;
export type Basis = (typeof bases)[number];

/** What is said of a running move after each sample. */
export interface MigrationOutlook {
  verdict: Verdict | null;
  /** Which way a borderline case leans: whether it is thought to end by itself. Null while nothing is known. */
  leansToFinish: boolean | null;
  /** κ = d(1 - V/W)/b, below 1 it ends. */
  kappa: number | null;
  /** Milliseconds from the last sample; null when nobody knows or it never ends. */
  etaMs: Band | null;
  confidence: Confidence;
  basis: Basis;
  /** 0..1, never goes back; 1 only when it is done. */
  fraction: number;
  /** Null while nothing is known of it. */
  pause: { expectedMs: number; atMostMs: number } | null;
  /** Bytes per second. */
  bandwidth: number | null;
  dirtyRate: number | null;
  workingSet: number | null;
  passes: readonly PassRecord[];
  remedies: readonly Remedy[];
  /** It can no longer be called off: the guest runs at the destination (post-copy, switching over). */
  pointOfNoReturn: boolean;
  stalledForMs: number;
}
