/**
 * A recorded migration, as e2e/labs/migration-traces writes it. Columns rather than rows: a trace packs into a few
 * kilobytes that way. What the guest really did (`guest`) is for judging; the model never sees it.
 */
export interface Trace {
  name: string;
  /** `fit`: constants of the model may be tuned on it. `judge`: only ever judged by. Decided before it was recorded. */
  set: 'fit' | 'judge';
  guest: TraceGuest;
  settings: TraceSettings;
  preflight: TracePreflight[];
  /** Resident memory of the hypervisor's process before it began; missing in the oldest traces. */
  residentMiB?: number;
  /** What was changed while it ran, at which time. `hidden`: from outside, the model is not told. */
  changes: TraceChange[];
  samples: TraceColumns;
  outcome: TraceOutcome;
}

export interface TraceGuest {
  memoryMiB: number;
  /** Part of the memory that is not zero pages. */
  touchedMiB: number;
  workingSetMiB: number;
  dirtyMiBps: number;
  order: 'random' | 'sequential';
  /** `share` of the writes go to the first `mib` of the working set. */
  hot: { mib: number; share: number } | null;
  /** The guest changes between `dirtyMiBps` and this every so many seconds. */
  alternates: { dirtyMiBps: number; everySeconds: number } | null;
}

export interface TraceSettings {
  bandwidthMiBps: number;
  downtimeMs: number;
  autoConverge: boolean;
  postCopy: boolean;
  disk: { mib: number; bandwidthMiBps: number } | null;
}

export interface TracePreflight {
  method: 'page-sampling' | 'dirty-bitmap';
  windowSeconds: number;
  mibPerSecond: number;
}

export interface TraceChange {
  atMs: number;
  bandwidthMiBps?: number;
  downtimeMs?: number;
  postCopy?: true;
  hidden?: true;
}

/** One entry a sample. Byte counts in pages of 4 KiB where named so. */
export interface TraceColumns {
  atMs: number[];
  status: string[];
  totalPages: number[];
  remainingPages: number[];
  /** Pages sent so far: with content, and those that were zero. */
  normalPages: number[];
  zeroPages: number[];
  transferredKiB: number[];
  pass: number[];
  dirtyPagesPerSecond: number[];
  mbps: number[];
  expectedDowntimeMs: number[];
  throttlePercent: number[];
  diskTotalKiB: number[];
  diskDoneKiB: number[];
}

export interface TraceOutcome {
  status: 'completed' | 'cancelled' | 'failed';
  endMs: number;
  /** As the hypervisor tells it; null when it never came to that. */
  downtimeMs: number | null;
  /** Seconds of processor time that the move itself cost, apart from the guest's; null where not recorded. */
  cpu: { source: number; destination: number } | null;
}
