import { plainQuantile, type TraceReport } from './judge-trace.ts';

/** The figures of targets E1, E2 and E4 over many traces (performance-reliability §7). */
export interface Summary {
  eta: Eta;
  /** Only guests that write, on which remaining over bandwidth is worst. */
  etaOfDirtying: Eta;
  /** Outside the band κ 0.8 to 1.25: said before the start, and two seconds after the first pass. */
  before: Matrix;
  afterFirstPass: Matrix;
  /** Inside it: which way it leant after the second pass. */
  insideBand: { right: number; of: number };
  coverage: number;
  shownWentBack: number;
  peerWentBack: { times: number; worst: number };
  pausesWithin: { right: number; of: number };
  traces: number;
  disturbed: number;
}

interface Eta {
  median: number;
  p90: number;
  naiveMedian: number;
  naiveP90: number;
}

/** Verdicts by what was true. */
export interface Matrix {
  never: Counts;
  ends: Counts;
}
interface Counts {
  hopeless: number;
  borderline: number;
  fine: number;
  none: number;
}

const edge = { low: 0.8, high: 1.25 };
const isInside = ({ truth }: TraceReport) => truth.kappa >= edge.low && truth.kappa <= edge.high;

export function summarise(all: readonly TraceReport[]): Summary {
  // What nobody could know is told in the table, and counted in none of the figures but the fraction's.
  const reports = all.filter(r => !r.truth.disturbed);
  const outside = reports.filter(r => !isInside(r));
  const inside = reports.filter(r => isInside(r) && r.leansAfterSecondPass !== null);
  const covered = reports.flatMap(r => r.covered);
  const pauses = reports.flatMap(r => r.pause ?? []);
  return {
    eta: etaOf(reports),
    etaOfDirtying: etaOf(reports.filter(r => r.truth.dirtying)),
    before: matrixOf(outside, r => r.verdictBefore),
    afterFirstPass: matrixOf(outside, r => r.verdictAfterFirstPass),
    insideBand: {
      right: inside.filter(r => r.leansAfterSecondPass === r.truth.endsUnaided).length,
      of: inside.length,
    },
    coverage: covered.filter(Boolean).length / Math.max(1, covered.length),
    shownWentBack: all.reduce((sum, r) => sum + r.shown.times, 0),
    peerWentBack: {
      times: all.reduce((sum, r) => sum + r.peer.times, 0),
      worst: Math.max(...all.map(r => r.peer.worst)),
    },
    pausesWithin: { right: pauses.filter(p => p.realMs <= p.atMostMs).length, of: pauses.length },
    traces: all.length,
    disturbed: all.length - reports.length,
  };
}

function etaOf(reports: readonly TraceReport[]): Eta {
  const errors = reports.flatMap(r => r.errors);
  const naive = reports.flatMap(r => r.naiveErrors);
  return {
    median: plainQuantile(errors, 0.5) ?? 0,
    p90: plainQuantile(errors, 0.9) ?? 0,
    naiveMedian: plainQuantile(naive, 0.5) ?? 0,
    naiveP90: plainQuantile(naive, 0.9) ?? 0,
  };
}

function matrixOf(reports: readonly TraceReport[], verdict: (r: TraceReport) => string | null): Matrix {
  const count = (of: readonly TraceReport[]): Counts => {
    const said = of.map(verdict);
    return {
      hopeless: said.filter(v => v === 'will-not-finish').length,
      borderline: said.filter(v => v === 'borderline').length,
      fine: said.filter(v => v === 'converging' || v === 'slow').length,
      none: said.filter(v => v === null || v === 'stalled').length,
    };
  };
  return {
    never: count(reports.filter(r => !r.truth.endsUnaided)),
    ends: count(reports.filter(r => r.truth.endsUnaided)),
  };
}
