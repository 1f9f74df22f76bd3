import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import { expect, it } from 'vitest';
import { scopeOf } from './scope.ts';

const at = '2026-01-01T00:00:00.000Z';
const alarm = (more: Partial<Alarm>): Alarm => ({
  id: 'vc:alarm-1.vm-1',
  kind: 'alarm',
  backend: 'vc',
  name: 'Virtual machine CPU usage',
  project: null,
  asOf: at,
  source: 'poll',
  stale: false,
  actions: [],
  status: 'acknowledged',
  severity: 'warning',
  madeBy: 'backend',
  description: 'Ask Ann about rack 7',
  targetKind: 'instance',
  target: 'vc:vm-1',
  targetName: 'web-1',
  raisedAt: at,
  acknowledgedAt: at,
  acknowledgedBy: 'ann@vsphere.local',
  ...more,
});

const tenant = scopeOf({
  userId: 'u1',
  credential: 's1',
  username: 'tess',
  kind: 'user',
  role: null,
  memberships: [{ project: 'blue', role: 'manager' }],
});

it('a tenant sees alarms of own instances, and neither who looks after them nor those of hosts', () => {
  const own = alarm({ project: 'blue' });
  expect(tenant.sees(own)).toBe(true);
  expect(tenant.sees(alarm({ project: 'red' }))).toBe(false);
  expect(tenant.sees(alarm({ targetKind: 'host', target: 'vc:host-1', targetName: 'esx-1' }))).toBe(false);
  expect(tenant.conceal(own)).toEqual({ ...own, description: null, acknowledgedBy: null });
});

it('recommendations tell of hosts: no tenant sees one', () => {
  expect(tenant.sees({ id: 'vc:r', kind: 'recommendation', project: null })).toBe(false);
  expect(tenant.sees({ id: 'vc:r', kind: 'recommendation', project: 'blue' })).toBe(false);
});
