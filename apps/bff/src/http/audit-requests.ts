import type { RouteSpec } from '@orrery/contract/http/route.ts';
import type { Principal } from '../authz/principal.ts';
import type { RequestError } from '../errors/request-error.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { AuditEntry, AuditSink } from '../operations/api.ts';
import type { AuditDetail } from './handler.ts';
import { isChange } from './pipeline.ts';
import type { RequestFacts } from './request-facts.ts';

export interface AuditedCall {
  spec: RouteSpec;
  facts: RequestFacts;
  params: Readonly<Record<string, string | string[]>>;
  principal: Principal | null;
  noted: AuditDetail;
}

/** What REST leaves in the audit log: every change that was asked for, and every refusal of somebody we know. */
export interface RouteAudit {
  succeeded: (call: AuditedCall) => Promise<void>;
  failed: (call: AuditedCall, error: RequestError) => Promise<void>;
}

const refusals: ReadonlySet<string> = new Set([
  'session.credentials',
  'session.csrf',
  'origin.refused',
  'permission.denied',
]);

export function createRouteAudit({ sink, metrics }: { sink: AuditSink; metrics: Metrics }): RouteAudit {
  const record = (entry: AuditEntry) =>
    // What was done is done: the answer stays true. The log has the error, and the counter an alarm.
    sink.record(entry).catch(() => metrics.auditFailed());
  return {
    succeeded: async call => {
      if (!isChange(call.spec) || call.spec.routine) return;
      // Accepted work is recorded once more, with its outcome, by the operation.
      const outcome = call.spec.status === 202 ? 'allowed' : 'succeeded';
      await record({ ...entryOf(call), outcome });
    },
    failed: async (call, error) => {
      const denied = refusals.has(error.code);
      // It is asked again; only being refused is worth a record.
      if (call.spec.routine && !denied) return;
      // Strangers who send no credentials could fill the disk; their attempts are in the metrics.
      const isLogin = call.spec.id === 'login' && error.code === 'session.credentials';
      if (call.principal === null && !isLogin) return;
      if (!isChange(call.spec) && !denied) return;
      const refusal = { code: error.code, reason: error.message };
      await record({ ...entryOf(call, refusal), outcome: denied ? 'denied' : 'failed' });
    },
  };
}

function entryOf(
  { spec, facts, params, principal, noted }: AuditedCall,
  more: Record<string, unknown> = {},
): Omit<AuditEntry, 'outcome'> {
  const { id, action } = params;
  const token = principal?.kind === 'token' && { token: principal.credential };
  return {
    actor: noted.actor?.name ?? principal?.username ?? 'anonymous',
    actorId: noted.actor?.id ?? principal?.userId ?? null,
    action: typeof action === 'string' ? `${spec.id}:${action}` : spec.id,
    targetKind: noted.targetKind ?? null,
    target: noted.target ?? (typeof id === 'string' ? id : null),
    address: facts.address,
    detail: { request: facts.id, ...token, ...noted.detail, ...more },
  };
}
