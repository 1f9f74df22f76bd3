import { counted } from '@orrery/contract/counted.ts';
import type {
  ChangeSecurityGroup,
  CreateSecurityGroup,
  SecurityGroup,
} from '@orrery/contract/security/security-groups.ts';
import type { Permission } from '@orrery/contract/identity/permissions.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { may } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import type { SecurityGroupRow } from '../database/schema/security.ts';
import { RequestError } from '../errors/request-error.ts';
import type { ActionRefusal } from '../inventory/actions-of.ts';
import { type InventoryStore, rows } from '../inventory/resource-row.ts';
import { chooseProject } from './choose-project.ts';
import type { Operations } from '../operations/api.ts';
import { noGroup, present, type SecurityGroups } from './security-groups.ts';

const unowned: ActionRefusal = {
  cause: 'state',
  code: 'state.unowned',
  reason: 'It belongs to no project, and such an image would be open to all: give it to a project first',
};

export interface SecurityOptions {
  store: InventoryStore;
  groups: SecurityGroups;
  operations: Pick<Operations, 'bulk'>;
}

/** What projects let through to their instances (docs/specs/launch.md LA-16 to LA-18). */
export class SecurityService {
  readonly #options: SecurityOptions;

  constructor(options: SecurityOptions) {
    this.#options = options;
  }

  list(viewer: Viewer, project: string | undefined): SecurityGroup[] {
    const { groups } = this.#options;
    return groups
      .all()
      .filter(row => may(viewer.principal, 'inventory.read', row.project))
      .filter(row => project === undefined || row.project === project)
      .map(row => present(row, this.#having(row.id, viewer)));
  }

  get(viewer: Viewer, id: string): SecurityGroup {
    return present(this.#row(viewer, id), this.#having(id, viewer));
  }

  async create(viewer: Viewer, { project: asked, ...wanted }: CreateSecurityGroup): Promise<SecurityGroup> {
    const { groups, store } = this.#options;
    const project = chooseProject(viewer, 'security.change', { asked, store });
    if (project === null)
      throw new RequestError('request.invalid', 'A security group belongs to a project: say to which', {
        reasons: [{ field: 'project', message: 'Name a project' }],
      });
    return present(await groups.create({ ...wanted, project }), []);
  }

  /** Rules that change are applied to the instances that have the group, in the name of whoever changes them. */
  async change(viewer: Viewer, id: string, change: ChangeSecurityGroup) {
    const { groups, operations } = this.#options;
    const row = await groups.change(this.#changeable(viewer, id), change);
    const ids = this.#having(id, viewer);
    const group = present(row, ids);
    if (change.rules === undefined || ids.length === 0) return { group, batch: null, refused: [] };
    const call = { kind: 'instance', action: 'setSecurityGroups', args: { groups: null }, ids } as const;
    const { batch, refused } = await operations.bulk(viewer, { ...call, dryRun: false });
    return {
      group,
      batch,
      refused: refused.map(({ id: instance, code, reason }) => ({ instance, code, reason })),
    };
  }

  async remove(viewer: Viewer, id: string): Promise<void> {
    this.#changeable(viewer, id);
    const count = this.#having(id).length;
    if (count > 0)
      throw new RequestError(
        'action.refused',
        `Still used by ${counted(count, 'instance')}; take the group away there first`,
      );
    await this.#options.groups.remove(id);
  }

  /** What state and role allow, and still must not be: an id in the arguments opens nothing (OP-17). */
  refuse(target: Resource, action: string, args: Record<string, unknown>): ActionRefusal | null {
    if (action === 'createImage' && target.project === null) return unowned;
    if (action !== 'setSecurityGroups' || !Array.isArray(args['groups'])) return null;
    const { groups } = this.#options;
    const own = (id: unknown) =>
      typeof id === 'string' && target.project !== null && groups.find(id)?.project === target.project;
    if (args['groups'].every(own)) return null;
    const reason = 'There is no such security group in the project of the instance';
    return { cause: 'state', code: 'reference.not-found', reason };
  }

  #row({ principal }: Viewer, id: string): SecurityGroupRow {
    const row = this.#options.groups.find(id);
    if (row === undefined || !may(principal, 'inventory.read', row.project)) throw noGroup();
    return row;
  }

  #changeable(viewer: Viewer, id: string): SecurityGroupRow {
    const row = this.#row(viewer, id);
    const permission: Permission = 'security.change';
    if (!may(viewer.principal, permission, row.project))
      throw new RequestError('permission.denied', 'Your role does not allow to change security groups');
    return row;
  }

  #having(group: string, viewer?: Viewer): string[] {
    const found: string[] = [];
    for (const instance of rows(this.#options.store, 'instance')) {
      if (instance.securityGroups?.includes(group) !== true) continue;
      if (viewer === undefined || viewer.scope.sees(instance)) found.push(instance.id);
    }
    return found;
  }
}
