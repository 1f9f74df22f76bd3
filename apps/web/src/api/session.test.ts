import type { Session } from '@orrery/contract/http/bodies.ts';
import { describe, expect, it } from 'vitest';
import { mayAnywhere, projectOf } from './session.ts';

const session: Session = {
  user: { id: 'u1', username: 'ada', displayName: null, role: null },
  memberships: [{ project: 'p1', projectName: 'web', role: 'member' }],
  permissions: ['session.self'],
  projectPermissions: { p1: ['inventory.read', 'instance.operate'] },
  csrfToken: 't',
  expiresAt: '2026-11-23T00:00:00.000Z',
  demo: false,
  version: '0.1.0',
};

describe('what navigation is shown', () => {
  it('follows permissions over everything and those of any project', () => {
    expect(mayAnywhere(session, 'session.self')).toBe(true);
    expect(mayAnywhere(session, 'instance.operate')).toBe(true);
    expect(mayAnywhere(session, 'fleet.read')).toBe(false);
  });
});

describe('the project that an address names', () => {
  it.each([
    ['?q=status%3Arunning&project=web-team', 'web-team'],
    ['?project=', null],
    ['', null],
  ])('%s', (search, project) => expect(projectOf(search)).toBe(project));
});
