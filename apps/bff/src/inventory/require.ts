import type { Capability } from '@orrery/contract/capabilities.ts';
import type { Permission } from '@orrery/contract/identity/permissions.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { may } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import { RequestError } from '../errors/request-error.ts';
import type { InventoryReader } from './reader.ts';

type OfProjects = 'instance' | 'volume' | 'image' | 'network';

/** What somebody wants to have of one resource beyond its row: its lines, its bytes, its console. */
export interface Wanted<K extends OfProjects> {
  kind: K;
  id: string;
  permission: Permission;
}

/** The resource, or why this viewer gets nothing of it: it is not theirs to see, or not theirs to use. */
export function lookUp<K extends OfProjects>(
  reader: Pick<InventoryReader, 'get'>,
  viewer: Viewer,
  { kind, id, permission }: Wanted<K>,
): ResourceTypes[K] | 'unseen' | 'denied' {
  const found = reader.get(viewer, kind, id);
  if (found === undefined) return 'unseen';
  return may(viewer.principal, permission, found.project) ? found : 'denied';
}

/** Who may not see it is told that there is none. */
export function requireAllowed<K extends OfProjects>(
  reader: Pick<InventoryReader, 'get'>,
  viewer: Viewer,
  wanted: Wanted<K> & { denied?: string },
): ResourceTypes[K] {
  const found = lookUp(reader, viewer, wanted);
  if (found === 'unseen') throw new RequestError('resource.not-found', `There is no such ${wanted.kind}`);
  if (found === 'denied')
    throw new RequestError('permission.denied', wanted.denied ?? 'Your role does not allow this');
  return found;
}

/** A provider that is connected and can do it. */
export function requireCapable<P extends Pick<Provider, 'capabilities'>>(
  provider: P | undefined,
  capability: Capability,
): P {
  if (provider === undefined) throw new RequestError('backend.unavailable', 'The backend is not connected');
  const can = provider.capabilities()[capability];
  if (can !== true) throw new RequestError('capability.missing', can);
  return provider;
}
