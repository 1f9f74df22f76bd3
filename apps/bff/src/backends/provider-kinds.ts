import type { BackendKind } from '@orrery/contract/backends/kinds.ts';
import {
  type BackendSettings,
  dockerSettingsSchema,
  libvirtSettingsSchema,
  simulatorSettingsSchema,
  vsphereSettingsSchema,
} from '@orrery/contract/backends/settings.ts';
import type { CapabilityTable } from '@orrery/contract/capabilities.ts';
import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import type { Provider, ProviderContext, ProviderModule } from '@orrery/provider-kit/provider.ts';
import type { z } from 'zod';

/** A provider package that takes the settings of any kind and refuses those of another. */
export interface AnyProviderModule {
  capabilities: CapabilityTable;
  open: (context: ProviderContext, settings: BackendSettings) => Provider;
  probe: (settings: BackendSettings, signal: AbortSignal) => Promise<ProbeReply>;
}

export type ProviderKinds = Partial<Record<BackendKind, () => Promise<AnyProviderModule>>>;

export function anySettings<S>(module: ProviderModule<S>, schema: z.ZodType<S>): AnyProviderModule {
  return {
    capabilities: module.capabilities,
    open: (context, settings) => module.open(context, schema.parse(settings)),
    probe: (settings, signal) => module.probe(schema.parse(settings), signal),
  };
}

/** Every provider package there is, loaded when the first backend of its kind is opened. A kind without one is not there yet. */
export const providerKinds: ProviderKinds = {
  docker: async () => {
    const { dockerModule } = await import('@orrery/provider-docker/module.ts');
    return anySettings(dockerModule, dockerSettingsSchema);
  },
  libvirt: async () => {
    const { libvirtModule } = await import('@orrery/provider-libvirt/module.ts');
    return anySettings(libvirtModule, libvirtSettingsSchema);
  },
  simulator: async () => {
    const { simulatorModule } = await import('@orrery/provider-simulator/module.ts');
    return anySettings(simulatorModule, simulatorSettingsSchema);
  },
  vsphere: async () => {
    const { vsphereModule } = await import('@orrery/provider-vsphere/module.ts');
    return anySettings(vsphereModule, vsphereSettingsSchema);
  },
};

export const notThereYet = (kind: BackendKind): string =>
  `Backends of kind ${kind} are not available in this version of Orrery yet`;
