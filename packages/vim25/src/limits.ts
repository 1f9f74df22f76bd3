/** What a peer may cost us. */
export interface Limits {
  /** For a call that names none. */
  deadlineMs: number;
  connectTimeoutMs: number;
  /** The longest silence in the middle of an answer. */
  stallMs: number;
  /** The longest time in which an upload does not get on; also the host's own work at its end. */
  uploadStallMs: number;
  /** Of one answer, unpacked. */
  maxAnswerBytes: number;
  /** Answers from this size on are read in a worker: some 4 ms of parsing. */
  offloadBytes: number;
  /** HTTP connections for calls; the one that waits for updates is beside them. */
  connections: number;
}

export const defaultLimits: Limits = {
  deadlineMs: 30_000,
  connectTimeoutMs: 10_000,
  stallMs: 15_000,
  uploadStallMs: 120_000,
  maxAnswerBytes: 256 * 1024 * 1024,
  offloadBytes: 64 * 1024,
  connections: 8,
};
