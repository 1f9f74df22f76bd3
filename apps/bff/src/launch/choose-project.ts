import type { Permission } from '@orrery/contract/identity/permissions.ts';
import { projectGrants } from '@orrery/contract/identity/roles.ts';
import { may } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import { type InventoryStore, row } from '../inventory/resource-row.ts';
import { problem, refused } from './problems.ts';

/**
 * Whose it will be: the project that is named, or the only one in which the asker may do this. Null: nobody's, which
 * only those may make who may do it everywhere. Throws when it is not to be had (LA-2).
 */
export function chooseProject(
  { principal, scope }: Viewer,
  permission: Permission,
  { asked, store }: { asked: string | null; store: InventoryStore },
): string | null {
  if (asked === null) {
    if (may(principal, permission)) return null;
    const own = principal.memberships.filter(({ role }) => projectGrants[role].has(permission));
    const [only] = own;
    if (own.length === 1 && only) return only.project;
    const message =
      own.length === 0 ? 'You are in no project in which you may do this' : 'Say in which of your projects';
    throw refused([problem(own.length === 0 ? 'permission.denied' : 'launch.project', 'project', message)]);
  }
  const project = row(store, 'project', asked);
  if (project === undefined || !scope.sees(project))
    throw refused([problem('resource.not-found', 'project', 'There is no such project')]);
  if (!may(principal, permission, asked))
    throw refused([problem('permission.denied', 'project', 'Your role in this project does not allow it')]);
  if (project.status === 'disabled')
    throw refused([problem('launch.project', 'project', 'The project is disabled')]);
  return asked;
}
