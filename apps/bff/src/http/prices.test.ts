import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createProject } from '../identity/projects.ts';
import { call, somebody, type Somebody } from './testing/caller.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const prices = { currency: 'EUR', vcpuHour: 0.02, memoryGiBHour: 0.01, volumeGiBHour: 0.001 };
let bff: TestBff;
let project = '';
let member: Somebody;
let outsider: Somebody;
let admin: Somebody;
beforeAll(async () => {
  bff = await startTestBff();
  project = await createProject(bff.identity, { name: 'blue', description: null });
  member = await somebody(bff, { in: { [project]: 'member' } });
  const red = await createProject(bff.identity, { name: 'red', description: null });
  outsider = await somebody(bff, { in: { [red]: 'manager' } });
  admin = await somebody(bff, { role: 'admin' });
});
afterAll(() => bff.close());

const cost = (who: Somebody, month: string) =>
  call(bff, `/api/v1/projects/${project}/cost?month=${month}`, { headers: who.cookie });
const set = (who: Somebody, body: unknown) =>
  call(bff, '/api/v1/prices', { method: 'PUT', headers: who.cookie, body });

it('LA-19: nothing is priced until an administrator does; then a month costs its records of use', async () => {
  const { db } = bff.identity;
  await db.execute(`insert into project_usage values
    ('${project}', '2026-11-01', 24, 48, 96, 240, 1, 2, 4096, 10),
    ('${project}', '2026-11-30', 0, 0, 0, 240, 0, 0, 0, 10),
    ('${project}', '2026-12-01', 24, 48, 96, 240, 1, 2, 4096, 10)`);
  expect((await cost(member, '2026-11')).json).toEqual({ project, month: '2026-11', cost: null });
  expect((await set(member, { prices })).code).toBe('permission.denied');
  expect((await set(admin, { prices: { ...prices, currency: 'euro' } })).code).toBe('request.invalid');
  expect((await set(admin, { prices })).status).toBe(200);
  expect((await call(bff, '/api/v1/prices', { headers: member.cookie })).json).toEqual({ prices });
  const answer = await cost(member, '2026-11');
  expect(answer.json).toMatchObject({
    cost: {
      currency: 'EUR',
      items: {
        vcpus: { hours: 48, price: 0.02, cost: expect.closeTo(0.96) },
        memory: { hours: 96, cost: expect.closeTo(0.96) },
        volumes: { hours: 480, cost: expect.closeTo(0.48) },
      },
      total: expect.closeTo(2.4),
      days: [{ day: '2026-11-01' }, { day: '2026-11-30' }],
    },
  });
  expect((await cost(outsider, '2026-11')).status).toBe(404);
  expect((await cost(member, '2026-13')).code).toBe('request.invalid');
  await set(admin, { prices: null });
  expect((await cost(member, '2026-11')).json).toMatchObject({ cost: null });
});
