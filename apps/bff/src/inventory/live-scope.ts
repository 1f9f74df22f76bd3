import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { topology } from '@orrery/inventory/fields/common.ts';
import type { Scope as LiveScope } from '@orrery/inventory/live/types.ts';
import type { Principal } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import type { Depth, Presenter } from './presenter.ts';

/** No project can have this id: who sees its rows sees everybody's. */
const nobodysProject = '\u0000';

/** Restriction classes of query fields that do not exist for this viewer. */
export const hiddenFields = (viewer: Viewer): readonly string[] => (viewer.scope.fleet ? [] : [topology]);

export interface Showing {
  presenter: Presenter;
  depth: Depth;
}

/**
 * Viewers share a live query, and its frames, when they see the same rows and may do the same with them: the rows
 * carry their actions.
 */
export function liveScope(
  viewer: Viewer,
  topic: ResourceKind,
  { presenter, depth }: Showing,
): LiveScope<Resource> {
  const { scope, principal } = viewer;
  return {
    key: `${scope.key}#${rightsOf(principal)}#${depth}`,
    hides: hiddenFields(viewer),
    seesAll: scope.sees({ id: '', kind: topic, project: nobodysProject }),
    sees: resource => scope.sees(resource),
    project: (resource, fields) => presenter.present(viewer, resource, { depth, fields }),
  };
}

/** Equal for principals who may do the same. */
export function rightsOf({ role, memberships }: Principal): string {
  const own = memberships.map(m => `${m.project}=${m.role}`).sort();
  return [role ?? '', ...own].join(',');
}
