import { describe, expect, it } from 'vitest';
import { permissions } from './permissions.ts';
import { globalGrants, globalRoles, projectGrants, projectRoles } from './roles.ts';

describe('roles', () => {
  it('admin may do everything', () => {
    expect([...globalGrants.admin].sort()).toEqual([...permissions].sort());
  });

  it('a greater role may do all that a smaller one may', () => {
    for (const permission of globalGrants.viewer)
      expect(globalGrants.operator.has(permission), permission).toBe(true);
    for (const permission of projectGrants.reader)
      expect(projectGrants.member.has(permission), permission).toBe(true);
    for (const permission of projectGrants.member)
      expect(projectGrants.manager.has(permission), permission).toBe(true);
  });

  it('a viewer and a reader change nothing', () => {
    for (const grants of [globalGrants.viewer, projectGrants.reader])
      for (const permission of grants) expect(permission).toMatch(/\.(read|self|raw)$/);
  });

  it('no project role sees the topology or administers anything', () => {
    for (const role of projectRoles)
      for (const forbidden of [
        'fleet.read',
        'instance.raw',
        'backend.manage',
        'user.manage',
        'project.manage',
        'audit.read',
      ] as const)
        expect(projectGrants[role].has(forbidden), `${role} ${forbidden}`).toBe(false);
  });

  it('each role is told apart from the others by something', () => {
    const sizes = [
      ...globalRoles.map(r => globalGrants[r].size),
      ...projectRoles.map(r => projectGrants[r].size),
    ];
    expect(new Set(sizes).size).toBe(sizes.length);
  });
});
