import { z } from 'zod';
import { type Permission, permissions } from './permissions.ts';

/** Roles over everything. */
export const globalRoles = ['admin', 'operator', 'viewer'] as const;
export const globalRoleSchema = z.enum(globalRoles);
export type GlobalRole = z.infer<typeof globalRoleSchema>;

/** Roles inside one project. */
export const projectRoles = ['manager', 'member', 'reader'] as const;
export const projectRoleSchema = z.enum(projectRoles);
export type ProjectRole = z.infer<typeof projectRoleSchema>;

const everyone: Permission[] = ['session.self', 'inventory.read', 'operation.read'];
const operate: Permission[] = [
  'instance.create',
  'instance.console',
  'instance.logs',
  'instance.files',
  'volume.change',
  'image.change',
  'instance.operate',
  'instance.change',
  'instance.delete',
  'snapshot.change',
  'network.create',
  'network.change',
  'security.change',
  'operation.cancel',
];
const watch: Permission[] = ['fleet.read', 'instance.raw'];

/** What each role over everything may do, everywhere. */
export const globalGrants: Record<GlobalRole, ReadonlySet<Permission>> = {
  admin: new Set(permissions),
  operator: new Set([
    ...everyone,
    ...watch,
    ...operate,
    'storage.change',
    'image.publish',
    'image.manage',
    'audit.read',
    'instance.migrate',
    'host.maintain',
    'alarm.acknowledge',
    'view.share',
  ]),
  viewer: new Set([...everyone, ...watch]),
};

/** What each role inside a project may do there. Nothing here reveals hosts, clusters or backends. */
export const projectGrants: Record<ProjectRole, ReadonlySet<Permission>> = {
  manager: new Set([...everyone, ...operate, 'project.members', 'view.share']),
  member: new Set([...everyone, ...operate]),
  reader: new Set(everyone),
};
