/** Where a move is. The phases of DESIGN §7 are made from it, see docs/specs/migration-model.md. */
export type Stage =
  | 'preparing'
  | 'disks'
  | 'memory'
  | 'switching-over'
  | 'post-copy'
  | 'completed'
  | 'failed'
  | 'cancelled';

/**
 * One look at a running move, in the back end's own figures. Whatever it does not tell is left out: the model degrades
 * (MM-2). Times are the caller's, monotonic, and start at 0 when the move was asked for.
 */
export interface MigrationSample {
  atMs: number;
  stage: Stage;
  memory?: MemoryFigures;
  /** How often the list of dirty pages was taken, starting at 1. */
  pass?: number;
  /** How much the guest is being slowed down, 0..99. */
  throttlePercent?: number;
  disk?: { totalBytes: number; doneBytes: number };
  /** All that some back ends tell: 0..100. */
  percent?: number;
}

export interface MemoryFigures {
  /** 0 in the first samples of QEMU, together with `remainingBytes`: preparing, not done. */
  totalBytes: number;
  remainingBytes: number;
  /** Taken off the list so far, counting zero pages in full. */
  sentBytes: number;
  /** The part of it that had content and went over the wire; the same as `sentBytes` where it is not told apart. */
  contentBytes: number;
}

/** What is set for a move; may be changed while it runs. */
export interface MoveLimits {
  /** Bytes per second that memory may take; null when not limited. */
  bandwidth: number | null;
  /** Longest pause that is allowed, milliseconds. */
  downtimeMs: number;
  autoConverge: boolean;
}

/** A measurement of what the guest dirties, made before the start. */
export interface DirtyMeasurement {
  windowSeconds: number;
  /** Bytes per second of pages that were dirty at the end of the window. */
  bytesPerSecond: number;
  /** Pages that were looked at, when only some were; null when all were. */
  sampledPages: number | null;
}

/** What is known of a move before it begins. */
export interface MovePlan {
  memoryBytes: number;
  /** Memory that really holds something (resident), when known: the rest is zero pages. */
  residentBytes?: number | undefined;
  diskBytes?: number | undefined;
  /** Bytes per second for disks; the bandwidth of memory when left out. */
  diskBandwidth?: number | undefined;
  /** Bytes per second that the path is thought to carry: from an earlier move, or the link's speed. */
  expectedBandwidth?: number | undefined;
  limits: MoveLimits;
  dirtying?: readonly DirtyMeasurement[];
}
