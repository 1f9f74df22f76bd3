import type { LibvirtSettings } from '@orrery/contract/backends/settings.ts';
import type { ProviderModule } from '@orrery/provider-kit/provider.ts';
import { libvirtCapabilities } from './capabilities.ts';
import { probeLibvirt } from './probe.ts';
import { LibvirtProvider } from './provider.ts';

/** KVM through libvirt: a set of hosts that form one cluster. */
export const libvirtModule: ProviderModule<LibvirtSettings> = {
  kind: 'libvirt',
  capabilities: libvirtCapabilities,
  open: (context, settings) => new LibvirtProvider(context, settings),
  probe: probeLibvirt,
};
