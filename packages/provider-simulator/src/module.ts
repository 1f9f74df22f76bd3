import type { SimulatorSettings } from '@orrery/contract/backends/settings.ts';
import type { ProviderModule } from '@orrery/provider-kit/provider.ts';
import { bringToLife } from './bring-to-life.ts';
import { simulatorCapabilities } from './capabilities.ts';
import { SimulatedDataCentre } from './data-centre.ts';
import { SimulatorProvider } from './provider.ts';

/** The simulator as a backend of its own: one data centre that lives and dies with its provider. */
export const simulatorModule: ProviderModule<SimulatorSettings> = {
  kind: 'simulator',
  capabilities: simulatorCapabilities,
  open: (context, settings) => {
    const dataCentre = new SimulatedDataCentre(context.clock, settings);
    return new SimulatorProvider(context, dataCentre, bringToLife(dataCentre));
  },
  probe: async () => ({
    ok: true,
    parts: [
      {
        address: 'simulator',
        ok: true,
        step: 'done',
        message: 'A simulated data centre needs no connection',
        advice: null,
        version: 'Simulator 1.0',
        latencyMs: 0,
        fingerprint: null,
      },
    ],
  }),
};
