import { counted } from '@orrery/contract/counted.ts';
import {
  changeProjectSchema,
  changeUserSchema,
  createProjectSchema,
  createUserSchema,
  membershipBodySchema,
} from '@orrery/contract/http/bodies.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { may } from '../../authz/principal.ts';
import { type Viewer, viewerOf } from '../../authz/viewer.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { IdentityContext } from '../../identity/context.ts';
import { removeMember, setMember } from '../../identity/members.ts';
import { changeProject, createProject, deleteProject } from '../../identity/projects.ts';
import { changeUser, createUser, deleteUser } from '../../identity/users.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import type { SelfService } from '../../launch/self-service.ts';
import { type Context, type Handlers, param, plain, withBody } from '../handler.ts';
import { notFound } from '../not-found.ts';

export interface IdentityHandlerDeps {
  identity: IdentityContext;
  reader: InventoryReader;
  selfService: Pick<SelfService, 'quota'>;
}

export function identityHandlers(deps: IdentityHandlerDeps): Handlers {
  return { ...userHandlers(deps), ...projectHandlers(deps), ...memberHandlers(deps) };
}

function userHandlers({ identity, reader }: IdentityHandlerDeps): Handlers {
  return {
    createUser: withBody(createUserSchema, async ({ viewer, note }, user) => {
      note({ targetKind: 'user', detail: { username: user.username, role: user.role } });
      const id = await createUser(identity, user);
      note({ target: id });
      return { body: read(reader, viewer, { kind: 'user', id }) };
    }),
    changeUser: withBody(changeUserSchema, async (context, change) => {
      const id = existing(reader, context, 'user');
      const { password, ...told } = change;
      context.note({ detail: { ...told, passwordReset: password !== undefined } });
      await changeUser(identity, id, change);
      return { body: read(reader, context.viewer, { kind: 'user', id }) };
    }),
    deleteUser: plain(async context => {
      await deleteUser(identity, existing(reader, context, 'user'));
      return {};
    }),
  };
}

function projectHandlers({ identity, reader, selfService }: IdentityHandlerDeps): Handlers {
  return {
    createProject: withBody(createProjectSchema, async ({ viewer, note }, project) => {
      note({ targetKind: 'project', detail: { name: project.name } });
      const id = await createProject(identity, project);
      note({ target: id });
      return { body: read(reader, viewer, { kind: 'project', id }) };
    }),
    changeProject: withBody(changeProjectSchema, async (context, change) => {
      const id = existing(reader, context, 'project');
      context.note({ detail: change });
      await changeProject(identity, id, change);
      return { body: read(reader, context.viewer, { kind: 'project', id }) };
    }),
    deleteProject: plain(async context => {
      const id = existing(reader, context, 'project');
      refuseUnlessEmpty(reader, context.viewer, id);
      await refuseWhileUsed(selfService, id);
      await deleteProject(identity, id);
      return {};
    }),
  };
}

function memberHandlers({ identity, reader }: IdentityHandlerDeps): Handlers {
  /** Whoever may not see the project learns nothing of it; whoever sees it is told that they may not. */
  const authorized = (context: Context) => {
    const project = existing(reader, context, 'project');
    if (!may(context.auth.principal, 'project.members', project))
      throw new RequestError('permission.denied', 'Only managers of the project change its members');
    return { project, user: param(context, 'user') };
  };
  return {
    setMember: withBody(membershipBodySchema, async (context, { role }) => {
      const { project, user } = authorized(context);
      context.note({ detail: { user, role } });
      await setMember(identity, { project, user, role });
      return { body: read(reader, context.viewer, { kind: 'project', id: project }) };
    }),
    removeMember: plain(async context => {
      const { project, user } = authorized(context);
      context.note({ detail: { user } });
      await removeMember(identity, { project, user });
      return {};
    }),
  };
}

/** The id in the path, when the caller may see that there is such a row. */
function existing(reader: InventoryReader, context: Context, kind: 'user' | 'project'): string {
  const id = param(context, 'id');
  context.note({ targetKind: kind });
  if (!reader.get(context.viewer, kind, id)) throw notFound();
  return id;
}

function read<K extends ResourceKind>(
  reader: InventoryReader,
  viewer: Viewer,
  { kind, id }: { kind: K; id: string },
): ResourceTypes[K] {
  const found = reader.get(viewer, kind, id);
  if (!found) throw notFound();
  return found;
}

const ownedKinds = ['instance', 'volume', 'network', 'snapshot'] as const;

/** Its mark on the backends would otherwise name a project that nobody knows. */
function refuseUnlessEmpty(reader: InventoryReader, { principal }: Viewer, project: string): void {
  const within = viewerOf(principal, { project });
  const reasons = ownedKinds.flatMap(kind => {
    const { total } = reader.list(within, kind, { limit: 0 });
    return total > 0 ? [{ message: `It still has ${counted(total, kind)}` }] : [];
  });
  if (reasons.length > 0) throw new RequestError('action.refused', 'The project is not empty', { reasons });
}

async function refuseWhileUsed({ quota }: Pick<SelfService, 'quota'>, project: string): Promise<void> {
  const { items } = await quota.of(project);
  if (items.images.used > 0)
    throw new RequestError(
      'action.refused',
      `The project is not empty: it has ${counted(items.images.used, 'image')}; delete what it has first`,
    );
  if (Object.values(items).some(({ reserved }) => reserved > 0))
    throw new RequestError(
      'action.refused',
      'Something is being made in the project; wait until that has ended',
    );
}
