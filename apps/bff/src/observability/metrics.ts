import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  request: (labels: { route: string; status: number }, seconds: number) => void;
  login: (outcome: 'succeeded' | 'failed' | 'limited') => void;
  auditFailed: () => void;
}

/** One registry a BFF, so that tests do not share figures. Labels are route ids, never what a caller typed. */
export function createMetrics({ runtime = true }: { runtime?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (runtime) collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'orrery_http_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  const logins = new Counter({
    name: 'orrery_logins_total',
    help: 'Attempts to log in',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const auditFailures = new Counter({
    name: 'orrery_audit_failures_total',
    help: 'Audit records that could not be written',
    registers: [registry],
  });
  return {
    registry,
    request: ({ route, status }, seconds) => requests.observe({ route, status }, seconds),
    login: outcome => logins.inc({ outcome }),
    auditFailed: () => auditFailures.inc(),
  };
}
