import type { RouteSpec } from '../http/route.ts';
import * as security from './security-groups.ts';

const route = <const S extends RouteSpec>(spec: S) => spec;

/** Who may is decided by the project that owns the group. */
export const securityRoutes = [
  route({
    id: 'listSecurityGroups',
    method: 'GET',
    path: '/security-groups',
    summary: 'Security groups of the projects that I see, by name',
    permission: 'inventory.read',
    query: security.securityGroupQuerySchema,
    response: security.securityGroupsSchema,
    status: 200,
  }),
  route({
    id: 'createSecurityGroup',
    method: 'POST',
    path: '/security-groups',
    summary: 'Make a security group: rules that instances of a project share',
    permission: 'security.change',
    body: security.createSecurityGroupSchema,
    response: security.securityGroupSchema,
    status: 201,
  }),
  route({
    id: 'getSecurityGroup',
    method: 'GET',
    path: '/security-groups/{id}',
    summary: 'One security group',
    permission: 'inventory.read',
    response: security.securityGroupSchema,
    status: 200,
  }),
  route({
    id: 'changeSecurityGroup',
    method: 'PATCH',
    path: '/security-groups/{id}',
    summary: 'Change a security group; changed rules are applied to its instances by operations',
    permission: 'row',
    body: security.changeSecurityGroupSchema,
    response: security.changedSecurityGroupSchema,
    status: 200,
  }),
  route({
    id: 'deleteSecurityGroup',
    method: 'DELETE',
    path: '/security-groups/{id}',
    summary: 'Delete a security group that no instance has',
    permission: 'row',
    response: null,
    status: 204,
  }),
];
