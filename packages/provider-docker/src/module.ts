import type { DockerSettings } from '@orrery/contract/backends/settings.ts';
import type { ProviderModule } from '@orrery/provider-kit/provider.ts';
import { dockerCapabilities } from './capabilities.ts';
import { probeDocker } from './probe.ts';
import { DockerProvider } from './provider.ts';

/** Containers on one or several engines that speak Docker's API. */
export const dockerModule: ProviderModule<DockerSettings> = {
  kind: 'docker',
  capabilities: dockerCapabilities,
  open: (context, settings) => new DockerProvider(context, settings),
  probe: probeDocker,
};
