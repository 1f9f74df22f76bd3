import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { type Resource, resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { may, type Principal } from './principal.ts';

/**
 * What one principal sees of the inventory. Principals with equal rights share a scope (equal `key`),
 * so that their identical queries are computed once.
 */
export interface Scope {
  key: string;
  /** False: every topology field is blank and the fields cannot be queried or sorted by. */
  fleet: boolean;
  sees: (resource: Visible) => boolean;
  /** A copy without what this scope may not know; the same object when there is nothing to hide. */
  conceal: <R extends Visible>(resource: R) => R;
}

export type Visible = Pick<Resource, 'id' | 'kind' | 'project'> & {
  /** Only images have these: they can be shared with single projects. */
  visibility?: string;
  catalogue?: { owner: string | null; sharedWith: readonly string[] } | null | undefined;
  /** Only networks have it. */
  offered?: boolean | undefined;
};

/** `project` narrows to one project, which must be among the principal's own unless the role is over everything. */
export function scopeOf(principal: Principal, project: string | null = null): Scope {
  const fleet = may(principal, 'fleet.read');
  const everything = may(principal, 'inventory.read');
  const own = new Set(principal.memberships.map(m => m.project));
  const visible = project === null ? own : new Set(own.has(project) || everything ? [project] : []);
  const all = everything && project === null;
  const users = may(principal, 'user.manage');
  return {
    key: [all ? 'all' : [...visible].sort().join(','), fleet ? 'fleet' : '', users ? 'users' : ''].join('|'),
    fleet,
    sees: resource => {
      const { by } = resourceRegistry[resource.kind].visibility;
      if (by === 'fleet') return resource.kind === 'user' ? users : fleet;
      if (all) return true;
      if (resource.visibility === 'shared') return isSharedWith(resource, visible);
      if (by === 'shared' && resource.project === null) return true;
      if (by === 'offered' && resource.project === null && resource.offered === true) return true;
      return resource.project !== null && visible.has(resource.project);
    },
    conceal: resource => (fleet ? resource : concealSharing(conceal(resource), visible)),
  };
}

const isSharedWith = ({ catalogue, project }: Visible, own: ReadonlySet<string>): boolean => {
  const named = [project, catalogue?.owner, ...(catalogue?.sharedWith ?? [])];
  return named.some(id => typeof id === 'string' && own.has(id));
};

/** Of the projects that an image belongs to or is shared with, one is told one's own. */
function concealSharing<R extends Visible>(resource: R, own: ReadonlySet<string>): R {
  const { catalogue } = resource;
  if (!catalogue) return resource;
  const owner = catalogue.owner !== null && own.has(catalogue.owner) ? catalogue.owner : null;
  const sharedWith = catalogue.sharedWith.filter(id => own.has(id));
  return { ...resource, catalogue: { ...catalogue, owner, sharedWith } };
}

function conceal<R extends Visible>(resource: R): R {
  const fields = topLevel(resource.kind);
  const nested = nestedLists(resource.kind);
  if (fields.length === 0 && nested.length === 0) return resource;
  const copy: Record<string, unknown> = { ...resource };
  for (const field of fields) copy[field] = Array.isArray(copy[field]) ? [] : null;
  for (const [list, field] of nested) {
    const rows: unknown = copy[list];
    if (Array.isArray(rows)) copy[list] = rows.map((row: object) => ({ ...row, [field]: null }));
  }
  // Same fields with the same types: topology fields are nullable or lists in every schema (registry.test.ts).
  return copy as R;
}

const topLevel = (kind: ResourceKind) => resourceRegistry[kind].topologyFields.filter(f => !f.includes('.'));

const nestedLists = (kind: ResourceKind): [string, string][] =>
  resourceRegistry[kind].topologyFields.flatMap(f => {
    const [list, field] = f.split('.');
    return list !== undefined && field !== undefined ? [[list, field] as [string, string]] : [];
  });
