import { beforeEach, describe, expect, it } from 'vitest';
import { anInstance } from '../http/testing/samples.ts';
import { person } from '../operations/testing/operations-rig.ts';
import type { BackendFeed } from './backend-feed.ts';
import { createInventoryReader } from './inventory-reader.ts';
import type { InventoryService } from './inventory-service.ts';
import type { InventoryReader } from './reader.ts';
import { createInventory, ManualRuntime, openLab, reported } from './testing/inventory-rig.ts';

const admin = person('ada', { role: 'admin' });
const tenant = person('mia', { projects: { red: 'member' } });

let clock: ManualRuntime;
let inventory: InventoryService;
let feed: BackendFeed;
let reader: InventoryReader;
const change = async (n: number, more: Parameters<typeof anInstance>[0] = {}) => {
  const asOf = new Date(clock.now()).toISOString();
  const name = `web-${n}`;
  feed.sink.upsert([reported(anInstance({ id: `lab:i-${n}`, name, project: 'red', asOf, ...more }))]);
  await clock.advance(100);
};
const names = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name);

beforeEach(async () => {
  clock = new ManualRuntime();
  ({ inventory } = createInventory(clock));
  await inventory.start();
  feed = openLab(inventory);
  reader = createInventoryReader(inventory);
  for (const n of [1, 2, 3, 4, 5]) await change(n);
});

describe('pages of a list', () => {
  const first = (viewer = admin) => reader.list(viewer, 'instance', { limit: 2 });
  const next = (cursor: string | null, viewer = admin) =>
    reader.list(viewer, 'instance', { limit: 2, cursor: cursor ?? '' });

  it('are of one list: what is renamed meanwhile comes neither twice nor never', async () => {
    const one = first();
    await change(5, { name: 'a-new-first' });
    await change(1, { name: 'zz' });
    const two = next(one.nextCursor);
    const three = next(two.nextCursor);
    expect([names(one), names(two), names(three)]).toEqual([
      ['web-1', 'web-2'],
      ['web-3', 'web-4'],
      ['a-new-first'],
    ]);
    expect(three.nextCursor).toBeNull();
  });

  it('begin anew with the first one, and after some seconds with any', async () => {
    const one = first();
    await change(3, { name: 'a-new-first' });
    expect(names(first())).toEqual(['a-new-first', 'web-1']);
    await clock.advance(11_000);
    expect(names(next(one.nextCursor))).toEqual(['web-4', 'web-5']);
  });

  it('show nothing that has gone or may not be seen any more', async () => {
    const one = first(tenant);
    feed.sink.remove(['lab:i-3']);
    await change(4, { project: 'blue' });
    const two = next(one.nextCursor, tenant);
    expect(names(two)).toEqual([]);
    expect(names(next(two.nextCursor, tenant))).toEqual(['web-5']);
  });

  it('are counted without being put in order', () => {
    expect(reader.list(admin, 'instance', { limit: 0 })).toMatchObject({
      items: [],
      total: 5,
      nextCursor: null,
    });
    expect(() => reader.list(admin, 'instance', { limit: 0, sort: 'nothing' })).toThrow();
  });
});
