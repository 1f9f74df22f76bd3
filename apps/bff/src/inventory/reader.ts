import type { MetricSeries } from '@orrery/contract/http/bodies.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource, ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { Viewer } from '../authz/viewer.ts';

export interface ListRequest {
  q?: string;
  sort?: string | undefined;
  limit?: number;
  cursor?: string | undefined;
}

export interface Page<R> {
  items: R[];
  total: number;
  revision: number;
  nextCursor: string | null;
}

/**
 * What the rest of the BFF reads. Everything that leaves here is authorised, concealed and carries its actions.
 * Throws RequestError: `query.invalid`, `cursor.invalid`.
 */
export interface InventoryReader {
  list: <K extends ResourceKind>(viewer: Viewer, kind: K, request: ListRequest) => Page<ResourceTypes[K]>;
  /** Undefined when there is none, or none that the viewer may know of. */
  get: <K extends ResourceKind>(viewer: Viewer, kind: K, id: string) => ResourceTypes[K] | undefined;
  /** The same resource as this viewer sees it: topology blanked, actions filled in. */
  present: <R extends Resource>(viewer: Viewer, resource: R) => R;
  metrics: (
    viewer: Viewer,
    of: { kind: 'instance' | 'host'; id: string; minutes: number },
  ) => MetricSeries | undefined;
}

/** For what Orrery itself owns and keeps elsewhere (projects, users): shown in the inventory like the rest. */
export interface InventoryPublisher {
  /** Created or changed, whole. `actions` and `stale` are filled in by the inventory: give `[]` and false. */
  publish: (resources: readonly Resource[]) => void;
  retract: (kind: ResourceKind, ids: readonly string[]) => void;
}
