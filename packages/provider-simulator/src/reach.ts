import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { SimHost, SimResource } from './world/model.ts';

/** The host whose management connection a resource hangs on. */
export function hostOf(resource: SimResource): SimHost | null {
  if (resource.kind === 'instance') return resource.host;
  if (resource.kind === 'snapshot') return resource.instance.host;
  return resource.kind === 'host' ? resource : null;
}

/** Tenants may read it, so it names no host. */
export const unreachable = (): ProviderError =>
  new ProviderError('backend.unavailable', 'No connection to its host', {
    advice: 'Wait until it is back, or look at its management network.',
  });
