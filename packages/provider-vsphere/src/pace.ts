/** How often, and how long. Milliseconds, if no unit is named. */
export interface Pace {
  /** vSphere measures every 20 s; more often tells the same figures again. */
  metricsEveryMs: number;
  /** Alarms and recommendations: vCenter need not push them. */
  warningsEveryMs: number;
  /** The net behind the push: everything anew. */
  relistEveryMs: number;
  /** The server answers a wait after this many seconds, changes or not: a sign of life. */
  maxWaitSeconds: number;
  /** Beyond the wait: then it counts as lost. */
  graceMs: number;
  /** Objects in one update. */
  pageSize: number;
  backoff: { baseMs: number; capMs: number };
  /** vCenter locks an account after five failures in three minutes. */
  wrongPasswordMs: number;
}

export const defaultPace: Pace = {
  metricsEveryMs: 20_000,
  warningsEveryMs: 20_000,
  relistEveryMs: 900_000,
  maxWaitSeconds: 4,
  graceMs: 4_000,
  pageSize: 100,
  backoff: { baseMs: 300, capMs: 5_000 },
  wrongPasswordMs: 60_000,
};
