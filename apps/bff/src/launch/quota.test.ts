import { afterAll, beforeAll, expect, it } from 'vitest';
import { row, rows } from '../inventory/resource-row.ts';
import { listQuotaRequests, decideQuotaRequest, requestQuota } from '../quota/quota-requests.ts';
import { type LaunchRig, openLaunchRig, tenant } from './testing/launch-rig.ts';

let rig: LaunchRig;
beforeAll(async () => {
  rig = await openLaunchRig({ instances: 6 });
});
afterAll(() => rig.close());

const itemsOf = async (project: string) => (await rig.selfService.quota.of(project)).items;

it('LA-9: what was made and never appears is drift, and can be given back', async () => {
  const project = await rig.project('drifting', { instances: 2 });
  const { operation } = await rig.selfService.launch.launch(tenant(project), {
    launch: rig.wish('ghost', { project }),
  });
  await rig.until('it has ended', async () => {
    const found = await rig.selfService.operations.get(tenant(project), operation.id);
    return found?.status === 'succeeded';
  });
  const kept = () => rig.database.pool.query('select 1 from reservation');
  await rig.until('its reservation is given back', async () => (await kept()).rowCount === 0);
  // As if it had gone before it was seen, long ago.
  const { pool } = rig.database;
  const amounts = JSON.stringify({
    instances: 1,
    vcpus: 2,
    memoryMiB: 512,
    volumes: 0,
    volumeGiB: 0,
    snapshots: 0,
    networks: 0,
    images: 0,
  });
  await pool.query(
    `insert into reservation (operation, project, backend, amounts, expects, created_at, ended_at)
     values ($1, $2, 'sim', $3, '{"is":"snapshot","name":"never"}', now(), $4) on conflict (operation) do update
     set amounts = excluded.amounts, expects = excluded.expects, ended_at = excluded.ended_at`,
    [operation.id, project, amounts, new Date(rig.inventory.runtime.now() - 120_000)],
  );
  expect((await itemsOf(project)).vcpus).toEqual({ limit: null, used: 1, reserved: 2, drift: 2 });
  expect((await itemsOf(project)).instances).toEqual({ limit: 2, used: 1, reserved: 1, drift: 1 });
  const { missing } = await rig.selfService.quota.of(project);
  expect(missing).toMatchObject([
    { operation: operation.id, kind: 'instance', name: 'ghost', amounts: { instances: 1, memoryMiB: 512 } },
  ]);
  expect(Date.parse(missing[0]?.freedAt ?? '') - Date.parse(missing[0]?.endedAt ?? '')).toBe(600_000);
  const other = await rig.project('beside');
  expect((await rig.selfService.quota.of(other)).missing).toEqual([]);
  const repaired = await rig.selfService.quota.repair(project);
  expect(repaired.missing).toEqual([]);
  expect(repaired.items.instances).toEqual({ limit: 2, used: 1, reserved: 0, drift: 0 });
});

it('LA-10: a request is open once, and its approval changes the limits it names', async () => {
  const project = await rig.project('asking', { instances: 1, vcpus: 4 });
  const { identity } = rig;
  const asked = { project, by: 'tess', quota: { instances: 20 }, reason: 'A new service' };
  const { id } = await requestQuota(identity, asked);
  await expect(requestQuota(identity, asked)).rejects.toMatchObject({ code: 'action.refused' });
  expect(await listQuotaRequests(identity, [project])).toMatchObject([{ id, status: 'open' }]);
  expect(await listQuotaRequests(identity, [])).toEqual([]);
  const decision = { id, by: 'ada', approve: true, quota: null, note: 'Fine' };
  expect(await decideQuotaRequest(identity, decision)).toMatchObject({
    status: 'approved',
    decidedBy: 'ada',
  });
  expect((await itemsOf(project)).instances.limit).toBe(20);
  expect((await itemsOf(project)).vcpus.limit).toBe(4);
  await expect(decideQuotaRequest(identity, decision)).rejects.toMatchObject({
    code: 'action.refused',
    message: 'The request was approved already',
  });
});

it('LA-10: asks only for more than there is, and is told what was granted instead, or why nothing', async () => {
  const project = await rig.project('modest', { instances: 10, memoryMiB: 2048 });
  const { identity } = rig;
  const ask = (quota: Partial<Record<'instances' | 'memoryMiB', number | null>>) =>
    requestQuota(identity, { project, by: 'tina', quota, reason: 'more load' });
  await expect(ask({ instances: 10, memoryMiB: 1024 })).rejects.toMatchObject({
    code: 'request.invalid',
    reasons: [
      { code: 'quota.not-more', field: 'quota.instances' },
      { code: 'quota.not-more', field: 'quota.memoryMiB' },
    ],
  });
  const { id } = await ask({ instances: null });
  const partly = { id, by: 'ada', approve: true, quota: { instances: 12 }, note: 'Twelve for now' };
  expect(await decideQuotaRequest(identity, partly)).toMatchObject({
    quota: { instances: null },
    granted: { instances: 12 },
    note: 'Twelve for now',
  });
  expect((await itemsOf(project)).instances.limit).toBe(12);
  const next = await ask({ instances: 40 });
  const denied = { id: next.id, by: 'ada', approve: false, quota: null, note: 'No room before May' };
  expect(await decideQuotaRequest(identity, denied)).toMatchObject({ status: 'denied', granted: null });
  const whole = await ask({ instances: 13 });
  const granted = await decideQuotaRequest(identity, { ...partly, id: whole.id, quota: null });
  expect(granted.granted).toEqual({ instances: 13 });
});

it('LA-10: a request goes with its project', async () => {
  const project = await rig.project('short-lived', { instances: 1 });
  const identity = { ...rig.identity, changed: async () => undefined };
  const wish = { project, by: 'tina', quota: { instances: 2 }, reason: 'one more' };
  const { id } = await requestQuota(identity, wish);
  await rig.database.pool.query('delete from project where id = $1', [project]);
  const decision = { id, by: 'ada', approve: true, quota: null, note: null };
  await expect(decideQuotaRequest(identity, decision)).rejects.toMatchObject({ code: 'resource.not-found' });
  await expect(requestQuota(identity, wish)).rejects.toMatchObject({ code: 'resource.not-found' });
});

it('LA-13: the volumes of an instance go with it into a project, and out of it again', async () => {
  const project = await rig.project('adopting');
  const { store } = rig.inventory;
  const found = [...rows(store, 'instance')].find(one => one.project === null && one.volumes.length > 0);
  if (found === undefined) throw new Error('The data centre has no unowned instance with a disk');
  const admin = tenant(null);
  const assign = async (to: string | null) => {
    const call = { kind: 'instance', id: found.id, action: 'assign', args: { project: to } } as const;
    const { id } = await rig.selfService.operations.submit(admin, call);
    const status = async () => (await rig.selfService.operations.get(admin, id))?.status;
    await rig.until('it is assigned', async () => (await status()) === 'succeeded');
  };
  const owners = () => found.volumes.map(id => row(store, 'volume', id)?.project);
  await assign(project);
  await rig.until('it is adopted', () => row(store, 'instance', found.id)?.project === project);
  await rig.until('its volumes are too', () => owners().every(owner => owner === project));
  const items = await itemsOf(project);
  expect(items.instances.used).toBe(1);
  expect(items.volumes.used).toBe(found.volumes.length);
  await assign(null);
  await rig.until('it is nobody’s', () => row(store, 'instance', found.id)?.project === null);
  await rig.until('its volumes are too', () => owners().every(owner => owner === null));
  expect((await itemsOf(project)).volumes.used).toBe(0);
});
