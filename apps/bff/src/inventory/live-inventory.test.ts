import { expect, it } from 'vitest';
import { anInstance, everyCapability } from '../http/testing/samples.ts';
import { person } from '../operations/testing/operations-rig.ts';
import { createLiveQueries } from './live-inventory.ts';
import { liveScope } from './live-scope.ts';
import { createInventory, ManualRuntime, openLab, partUp, reported } from './testing/inventory-rig.ts';

it('rows tell what may be done with them when only the abilities of their backend have changed', async () => {
  const clock = new ManualRuntime();
  const { inventory } = createInventory(clock);
  await inventory.start();
  const live = createLiveQueries(inventory.store, clock);
  const feed = openLab(inventory);
  const at = () => new Date(clock.now()).toISOString();
  feed.sink.health(partUp('kvm-1', at()));
  feed.sink.upsert([reported(anInstance({ asOf: at() }))]);
  await clock.advance(500);
  const showing = { presenter: inventory.presenter, depth: 'list' } as const;
  const scope = liveScope(person('ada', { role: 'admin' }), 'instance', showing);
  const window = { offset: 0, limit: 10 };
  const opened = live.open({ type: 'rows', topic: 'instance', q: '', sort: 'name', window }, scope);
  if (!opened.ok) throw new Error(opened.code);
  const upserts: unknown[] = [];
  opened.query.attach(frame => {
    if (frame.type === 'delta') upserts.push(...frame.upserts);
  });
  await clock.advance(500);
  expect(upserts).toEqual([]);
  feed.capabilities = () => ({ ...everyCapability, 'instance.start': 'This version cannot' });
  feed.sink.health(partUp('kvm-1', at()));
  await clock.advance(500);
  const refused = {
    name: 'start',
    allowed: false,
    code: 'capability.missing',
    reason: 'This version cannot',
  };
  expect(upserts).toMatchObject([{ actions: expect.arrayContaining([refused]) }]);
  live.stop();
  await inventory.stop();
});
