import { type SimulatorSettings, simulatorSettingsSchema } from '@orrery/contract/backends/settings.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { SimulatedDataCentre } from '../data-centre.ts';
import { SimulatorProvider } from '../provider.ts';
import { seededRandom } from '../random/prng.ts';

export const settingsOf = (change: Partial<SimulatorSettings> = {}): SimulatorSettings =>
  simulatorSettingsSchema.parse({ kind: 'simulator', hosts: 6, instances: 40, clusters: 2, ...change });

/** A data centre on a clock that stands still. */
export async function builtDataCentre(change: Partial<SimulatorSettings> = {}) {
  const clock = new ManualClock();
  const dataCentre = new SimulatedDataCentre(clock, settingsOf(change));
  const built = dataCentre.populate();
  await clock.advance(1);
  await built;
  return { clock, dataCentre };
}

/** One more provider on a data centre, started, and done with its first list. */
export async function watch(
  { clock, dataCentre }: { clock: ManualClock; dataCentre: SimulatedDataCentre },
  sink?: InventorySink,
) {
  const mirror = new InventoryMirror(clock);
  const provider = new SimulatorProvider(
    { backend: 'sim', backendName: 'Simulated', clock, random: seededRandom(1), log: () => {} },
    dataCentre,
  );
  provider.start(sink ?? mirror);
  await clock.advance(10);
  return { provider, mirror };
}
