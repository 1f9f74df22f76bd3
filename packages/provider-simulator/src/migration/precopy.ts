/**
 * Pre-copy live migration after the working-set model of docs (performance-reliability §3.3): a guest that dirties `d`
 * MiB/s of pages within a writable working set of W MiB leaves D(t) = W(1 - e^(-d·t/W)) unique dirty MiB after t seconds,
 * so that a small working set saturates. Memory is copied in rounds until the rest fits into the allowed pause.
 */
export interface PrecopyCase {
  /** Memory to send in the first round, MiB. */
  memoryMiB: number;
  /** MiB per second that the link carries. */
  bandwidth: number;
  /** MiB per second that the guest writes. */
  dirtyRate: number;
  /** MiB that it writes to, over and over. */
  workingSetMiB: number;
  /** The longest pause that is allowed, milliseconds. */
  downtimeLimitMs: number;
  /** Rounds after which one gives up. */
  maxRounds: number;
}

export interface PrecopyRound {
  sentMiB: number;
  ms: number;
  /** Dirtied meanwhile: what the next round has to send. */
  leftMiB: number;
}

export interface PrecopyRun {
  rounds: PrecopyRound[];
  outcome: 'converged' | 'gave-up';
  copyMs: number;
  /** Pause of the guest at the end; null when it never came to that. */
  downtimeMs: number | null;
  sentMiB: number;
}

/** The link is paced in bursts of a tenth of a second: a rest within one burst of the goal is as good as reached. */
const burstSeconds = 0.1;
/** What the hypervisors need to hand over, besides the last pages. */
const handoverMs = 12;

/** MiB that can be sent within the allowed pause: V* = b·T. */
const withinPause = (c: PrecopyCase): number => (c.bandwidth * c.downtimeLimitMs) / 1000;

/** Unique MiB dirtied within `seconds`, when `already` of the working set are dirty before. */
function dirtied(c: PrecopyCase, seconds: number, already: number): number {
  if (c.workingSetMiB <= 0) return 0;
  const clean = c.workingSetMiB - Math.min(already, c.workingSetMiB);
  return clean * (1 - Math.exp((-c.dirtyRate * seconds) / c.workingSetMiB));
}

/** Whether it would ever end: the working set fits into the pause, or what is dirtied outside of it is slower than the link. */
export function converges(c: PrecopyCase): boolean {
  const pause = withinPause(c);
  return c.workingSetMiB <= pause || c.dirtyRate * (1 - pause / c.workingSetMiB) < c.bandwidth;
}

/** Runs the rounds. Each sends all but what may wait for the pause, and finds what was dirtied meanwhile. */
export function runPrecopy(c: PrecopyCase): PrecopyRun {
  const pause = withinPause(c);
  const run: PrecopyRun = { rounds: [], outcome: 'gave-up', copyMs: 0, downtimeMs: null, sentMiB: 0 };
  let left = c.memoryMiB;
  for (let round = 0; round < c.maxRounds; round++) {
    const late = Math.min(left, pause);
    const sent = left - late;
    const seconds = sent / c.bandwidth;
    left = late + dirtied(c, seconds, late);
    run.rounds.push({ sentMiB: sent, ms: seconds * 1000, leftMiB: left });
    run.copyMs += seconds * 1000;
    run.sentMiB += sent;
    if (left - pause < c.bandwidth * burstSeconds) {
      run.outcome = 'converged';
      run.downtimeMs = (1000 * left) / c.bandwidth + handoverMs;
      run.sentMiB += left;
      return run;
    }
  }
  return run;
}
