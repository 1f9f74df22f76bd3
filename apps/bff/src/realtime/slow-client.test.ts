import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { anInstance } from '../http/testing/samples.ts';
import { createLiveQueries } from '../inventory/live-inventory.ts';
import { createInventory, ManualRuntime, openLab, reported } from '../inventory/testing/inventory-rig.ts';
import { person } from '../operations/testing/operations-rig.ts';
import { quietClient, type QuietClient, rowsOf } from './testing/quiet-client.ts';

const { principal } = person('ada', { role: 'admin' });
const clock = new ManualRuntime();
const { inventory } = createInventory(clock);
const live = createLiveQueries(inventory.store, clock);
const feed = openLab(inventory);
let slow: QuietClient;
let quick: QuietClient;

beforeEach(async () => {
  await inventory.start();
  slow = quietClient({ inventory, live, principal });
  quick = quietClient({ inventory, live, principal });
  await change('first');
  for (const client of [slow, quick]) client.subscribe(rowsOf('instance'));
  await clock.advance(200);
});
afterEach(async () => {
  live.stop();
  await inventory.stop();
});

async function change(title: string): Promise<void> {
  const asOf = new Date(clock.now()).toISOString();
  const rows = Array.from({ length: 40 }, (_, n) =>
    anInstance({ id: `lab:i-${n}`, name: `i-${n}`, title, asOf }),
  );
  feed.sink.upsert(rows.map(reported));
  await clock.advance(100);
}

const deltaSchema = z.tuple([
  z.literal('delta'),
  z.object({ upserts: z.array(z.object({ title: z.string() })) }),
]);
const lastDelta = ({ transcript }: QuietClient) =>
  deltaSchema.parse(JSON.parse(transcript.at(-1)?.slice(1) ?? ''))[1].upserts;

it('RT-20: a stalled client holds 256 kB at most, slows nobody, and gets one frame to the latest state', async () => {
  slow.stall();
  for (let n = 0; n < 50; n++) await change(`title ${n}`);
  expect(slow.client.pendingBytes).toBeLessThanOrEqual(256 * 1024);
  expect(quick.transcript).toHaveLength(51);
  expect(lastDelta(quick).every(({ title }) => title === 'title 49')).toBe(true);
  const sent = slow.transcript.length;
  slow.read();
  expect(slow.transcript).toHaveLength(sent + 1);
  expect(lastDelta(slow).every(({ title }) => title === 'title 49')).toBe(true);
});
