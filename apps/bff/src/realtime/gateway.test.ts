import { afterEach, beforeEach, expect, it } from 'vitest';
import { aHost, anInstance } from '../http/testing/samples.ts';
import { reported } from '../inventory/testing/inventory-rig.ts';
import { createLiveRig, type LiveRig, until } from './testing/live-rig.ts';

let rig: LiveRig;
const now = () => new Date().toISOString();
const instance = (n: number, more: Parameters<typeof anInstance>[0] = {}) =>
  reported(anInstance({ id: `lab:i-${n}`, name: `web-${n}`, asOf: now(), ...more }));

beforeEach(async () => {
  rig = await createLiveRig({
    ada: { role: 'admin' },
    vera: { role: 'viewer' },
    mia: { projects: { red: 'member' } },
    ron: { projects: { blue: 'reader' } },
  });
  rig.lab.sink.upsert([reported(aHost({ asOf: now() }))]);
  rig.lab.sink.upsert([1, 2, 3, 4].map(n => instance(n, { project: n % 2 === 0 ? 'red' : 'blue' })));
});
afterEach(() => rig.stop());

it('shows rows and keeps them up to date', async () => {
  const rows = rig.connect('ada').rows({ topic: 'instance' });
  rows.setWindow({ offset: 0, limit: 10 });
  await until(() => rows.getSnapshot().total === 4);
  expect(rows.getSnapshot().order).toEqual(['lab:i-1', 'lab:i-2', 'lab:i-3', 'lab:i-4']);
  rig.lab.sink.upsert([instance(2, { status: 'running', powerState: 'running' })]);
  await until(() => rows.row('lab:i-2')?.status === 'running');
  rig.lab.sink.remove(['lab:i-1']);
  await until(() => rows.getSnapshot().total === 3);
  expect(rows.rowAt(0)?.id).toBe('lab:i-2');
});

it('counts and sums live', async () => {
  const sums = rig.connect('ada').aggregate({ topic: 'instance', groupBy: 'status' });
  await until(() => sums.getSnapshot().groups[0]?.count === 4);
  rig.lab.sink.upsert([instance(2, { status: 'running', powerState: 'running' })]);
  await until(() => sums.getSnapshot().groups.find(g => g.key === 'running')?.count === 1);
});
