import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globalRoles, projectRoles } from '@orrery/contract/identity/roles.ts';
import { resourceKinds } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { may, maySomewhere, type Principal } from './principal.ts';
import { scopeOf, type Visible } from './scope.ts';

const principal = (change: Partial<Principal>): Principal => ({
  kind: 'user',
  userId: 'u1',
  username: 'ann',
  role: null,
  memberships: [],
  credential: 's1',
  ...change,
});

const anyPrincipal = fc.record({
  role: fc.constantFrom(null, ...globalRoles),
  memberships: fc.uniqueArray(
    fc.record({ project: fc.constantFrom('p1', 'p2', 'p3'), role: fc.constantFrom(...projectRoles) }),
    {
      selector: m => m.project,
    },
  ),
});

describe('may', () => {
  it('a role in one project gives nothing in another', () => {
    const ann = principal({ memberships: [{ project: 'p1', role: 'manager' }] });
    expect(may(ann, 'instance.operate', 'p1')).toBe(true);
    expect(may(ann, 'instance.operate', 'p2')).toBe(false);
    expect(may(ann, 'instance.operate', null)).toBe(false);
    expect(may(ann, 'instance.operate')).toBe(false);
    expect(maySomewhere(ann, 'instance.operate')).toBe(true);
  });

  it('a role over everything holds for the unowned too', () => {
    expect(may(principal({ role: 'operator' }), 'instance.operate', null)).toBe(true);
    expect(may(principal({ role: 'viewer' }), 'instance.operate', 'p1')).toBe(false);
  });
});

describe('scope', () => {
  it('a tenant sees the rows of own projects only, whatever the kind', () => {
    fc.assert(
      fc.property(
        anyPrincipal,
        fc.constantFrom(...resourceKinds),
        fc.constantFrom(null, 'p1', 'p2', 'p3'),
        (who, kind, project) => {
          const p = principal(who);
          const row: Visible = { id: 'b:1', kind, project };
          const seen = scopeOf(p).sees(row);
          if (p.role !== null || !seen) return;
          const { by } = resourceRegistry[kind].visibility;
          expect(by).not.toBe('fleet');
          // Of these rows nothing is offered.
          if (project === null) expect(by).toBe('shared');
          else expect(p.memberships.map(m => m.project)).toContain(project);
        },
      ),
    );
  });

  it('narrowing to a project never shows more', () => {
    fc.assert(
      fc.property(
        anyPrincipal,
        fc.constantFrom(...resourceKinds),
        fc.constantFrom(null, 'p1', 'p2'),
        fc.constantFrom('p1', 'p2'),
        (who, kind, project, narrow) => {
          const p = principal(who);
          const row: Visible = { id: 'b:1', kind, project };
          if (scopeOf(p, narrow).sees(row)) expect(scopeOf(p).sees(row)).toBe(true);
        },
      ),
    );
  });

  it('an equal key means equal sight', () => {
    fc.assert(
      fc.property(
        anyPrincipal,
        anyPrincipal,
        fc.constantFrom(...resourceKinds),
        fc.constantFrom(null, 'p1', 'p2', 'p3'),
        (a, b, kind, project) => {
          const [one, two] = [scopeOf(principal(a)), scopeOf(principal(b))];
          if (one.key !== two.key) return;
          const row: Visible = { id: 'b:1', kind, project };
          expect(one.sees(row)).toBe(two.sees(row));
          expect(one.fleet).toBe(two.fleet);
        },
      ),
    );
  });

  it('conceals hosts, paths, machine types and structure from those without the fleet, and leaves the original alone', () => {
    const row = {
      id: 'b:1',
      kind: 'instance' as const,
      project: 'p1',
      host: 'b:h1',
      hostName: 'kvm-1',
      cluster: 'b:c',
      disks: [{ device: 'vda', source: '/srv/a.qcow2' }],
      networks: ['b:n'],
    };
    const tenant = scopeOf(principal({ memberships: [{ project: 'p1', role: 'member' }] }));
    expect(tenant.conceal(row)).toEqual({
      ...row,
      host: null,
      hostName: null,
      cluster: null,
      machineType: null,
      datacenter: null,
      folder: null,
      resourcePool: null,
      disks: [{ device: 'vda', source: null }],
    });
    expect(row.hostName).toBe('kvm-1');
    expect(scopeOf(principal({ role: 'viewer' })).conceal(row)).toBe(row);
  });

  it('only user managers see users, even among roles over everything', () => {
    const user: Visible = { id: 'u', kind: 'user', project: null };
    expect(scopeOf(principal({ role: 'admin' })).sees(user)).toBe(true);
    expect(scopeOf(principal({ role: 'operator' })).sees(user)).toBe(false);
  });
});
