import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { SimulatedDataCentre } from '@orrery/provider-simulator/data-centre.ts';
import { SimulatorProvider } from '@orrery/provider-simulator/provider.ts';
import { simulatorSettingsSchema } from '@orrery/contract/backends/settings.ts';
import { expect, it } from 'vitest';
import { createLiveRig, until } from './testing/live-rig.ts';

/** Calls a simulated data centre was asked in two minutes of its time, while so many people looked at it. */
async function callsWith(viewers: number): Promise<Record<string, number>> {
  const clock = new ManualClock();
  const settings = simulatorSettingsSchema.parse({ kind: 'simulator', hosts: 4, instances: 40, clusters: 1 });
  const dataCentre = new SimulatedDataCentre(clock, settings);
  const context = { backend: 'lab', backendName: 'Lab', clock, random: () => 0.5, log: () => undefined };
  const provider = new SimulatorProvider(context, dataCentre);
  const rig = await createLiveRig({ ada: { role: 'admin' } });
  try {
    provider.start(rig.lab.sink);
    await clock.advance(10_000);
    const watched = Array.from({ length: viewers }, (_, n) => {
      // Half of them look at the same list, the others each at one of their own.
      const rows = rig.connect('ada').rows({ topic: 'instance', q: n % 2 === 0 ? '' : `vcpus>${n % 8}` });
      rows.setWindow({ offset: 0, limit: 20 });
      return rows;
    });
    await until(() => watched.every(rows => rows.getSnapshot().loaded));
    await clock.advance(120_000);
    return Object.fromEntries(dataCentre.calls);
  } finally {
    await provider.stop();
    await rig.stop();
  }
}

it('RT-26: a backend is asked exactly as often with 20 viewers as with one, or none', async () => {
  const none = await callsWith(0);
  expect(none.list).toBeGreaterThan(0);
  expect(await callsWith(1)).toEqual(none);
  expect(await callsWith(20)).toEqual(none);
}, 60_000);
