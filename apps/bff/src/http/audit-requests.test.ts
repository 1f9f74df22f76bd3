import { routes } from '@orrery/contract/http/routes.ts';
import { expect, it } from 'vitest';
import type { Principal } from '../authz/principal.ts';
import { RequestError } from '../errors/request-error.ts';
import { createMetrics } from '../observability/metrics.ts';
import type { AuditEntry } from '../operations/api.ts';
import { type AuditedCall, createRouteAudit } from './audit-requests.ts';

function audit() {
  const entries: AuditEntry[] = [];
  const sink = { record: async (entry: AuditEntry) => void entries.push(entry) };
  return { entries, audited: createRouteAudit({ sink, metrics: createMetrics({ runtime: false }) }) };
}

const principal: Principal = {
  kind: 'user',
  userId: 'u',
  username: 'tess',
  role: null,
  memberships: [],
  credential: 'c',
};
const facts = { id: 'r', address: '127.0.0.1', secure: true, idempotencyKey: undefined };

function callOf(id: string): AuditedCall {
  const spec = routes.find(route => route.id === id);
  if (!spec) throw new Error(`There is no route ${id}`);
  return { spec, params: {}, principal, noted: {}, facts };
}

it('a question that is asked again and again leaves a record only where it is refused', async () => {
  const { entries, audited } = audit();
  await audited.succeeded(callOf('checkLaunch'));
  await audited.failed(callOf('checkLaunch'), new RequestError('quota.exceeded', 'No such size'));
  expect(entries).toEqual([]);
  await audited.failed(callOf('checkLaunch'), new RequestError('permission.denied', 'Not for you'));
  await audited.succeeded(callOf('launchInstances'));
  expect(entries.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['checkLaunch', 'denied'],
    ['launchInstances', 'allowed'],
  ]);
});
