import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { expect, it } from 'vitest';
import { builtDataCentre, watch } from './testing/rig.ts';

/** Resources handed over without a pause between; a turn of the loop must stay far below 15 ms. */
const mostAtOnce = 600;

it('hands a large fleet over in slices, and lets the loop breathe between them', async () => {
  const { clock, dataCentre } = await builtDataCentre({ hosts: 100, instances: 5_000, changesPerSecond: 0 });
  const slices: number[] = [];
  let current = 0;
  const count = (resources: readonly unknown[]) => {
    if (current === 0) setImmediate(() => (slices.push(current), (current = 0)));
    current += resources.length;
  };
  const sink: InventorySink = {
    replace: list => count(list.resources),
    upsert: count,
    remove: () => {},
    metrics: () => {},
    event: () => {},
    health: () => {},
    about: () => {},
  };
  const { provider } = await watch({ clock, dataCentre }, sink);
  const total = slices.reduce((a, b) => a + b, 0);
  expect(total).toBeGreaterThan(5_000 + dataCentre.world.volumes.size);
  expect(Math.max(...slices)).toBeLessThanOrEqual(mostAtOnce);
  await provider.stop();
});

it('measures many with one call, as many a second as asked for', async () => {
  const { clock, dataCentre } = await builtDataCentre({ instances: 200, changesPerSecond: 50 });
  const { provider, mirror } = await watch({ clock, dataCentre });
  let samples = 0;
  mirror.metrics = list => (samples += list.filter(s => s.kind === 'instance').length);
  const calls = dataCentre.calls.get('metrics') ?? 0;
  await clock.advance(60_000);
  expect(samples).toBe(3_000);
  expect((dataCentre.calls.get('metrics') ?? 0) - calls).toBe(120);
  await provider.stop();
});

it('takes away the volumes that were known and are not there any more', async () => {
  const { clock, dataCentre } = await builtDataCentre({ instances: 400, changesPerSecond: 0 });
  const before = await watch({ clock, dataCentre });
  const volume = [...before.mirror.resources.values()].find(({ kind }) => kind === 'volume');
  await before.provider.stop();
  if (volume === undefined) throw new Error('the data centre has no volumes');
  const mirror = new InventoryMirror(clock);
  mirror.upsert([{ ...volume, id: 'sim:gone-meanwhile' }]);
  const { provider } = await watch({ clock, dataCentre }, mirror);
  const volumes = [...mirror.resources.values()].filter(({ kind }) => kind === 'volume');
  expect(volumes).toHaveLength(dataCentre.world.volumes.size);
  expect(mirror.resources.has('sim:gone-meanwhile')).toBe(false);
  await provider.stop();
});
