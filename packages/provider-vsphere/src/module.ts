import type { VsphereSettings } from '@orrery/contract/backends/settings.ts';
import type { ProviderModule } from '@orrery/provider-kit/provider.ts';
import { vsphereCapabilities } from './capabilities.ts';
import { probeVsphere } from './probe.ts';
import { VsphereProvider } from './provider.ts';

/** vCenter, or a single ESXi host. */
export const vsphereModule: ProviderModule<VsphereSettings> = {
  kind: 'vsphere',
  capabilities: vsphereCapabilities,
  open: (context, settings) => new VsphereProvider(context, settings),
  probe: probeVsphere,
};
