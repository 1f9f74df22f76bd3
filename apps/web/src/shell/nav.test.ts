import type { Session } from '@orrery/contract/http/bodies.ts';
import { Server } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import type { FeatureManifest, NavEntry } from '../lib/feature.ts';
import { features } from '../features/index.ts';
import { isCurrent, navSections } from './nav.ts';

const entry = (group: NavEntry['group'], path: string): NavEntry => ({
  group,
  path,
  label: 'settings.title',
  icon: Server,
});
const manifests: FeatureManifest[] = [
  { id: 'hosts', permission: 'fleet.read', nav: [entry('compute', '/hosts')], routes: [] },
  { id: 'settings', nav: [entry('admin', '/settings')], routes: [] },
  { id: 'overview', nav: [entry('overview', '/')], routes: [] },
];
const session = (permissions: string[]): Session => ({
  user: { id: 'u', username: 'u', displayName: null, role: null },
  memberships: [],
  permissions,
  projectPermissions: {},
  csrfToken: '',
  expiresAt: '2026-11-23T00:00:00.000Z',
  demo: false,
  version: '0',
});
const groups = (permissions: string[]) =>
  navSections(manifests, session(permissions)).map(section => section.group);

describe('navigation', () => {
  it('has the fixed order of groups, not the order of registration', () => {
    expect(groups(['fleet.read'])).toEqual(['overview', 'compute', 'admin']);
  });

  it('is shorter for who may see less', () => {
    expect(groups([])).toEqual(['overview', 'admin']);
  });

  it('marks a page and what is below it', () => {
    expect(isCurrent(entry('compute', '/hosts'), '/hosts/kvm:h1')).toBe(true);
    expect(isCurrent(entry('compute', '/hosts'), '/hosts-old')).toBe(false);
    expect(isCurrent(entry('overview', '/'), '/hosts')).toBe(false);
  });
});

describe('keys of pages', () => {
  const entries = features.flatMap(feature => feature.nav);

  it('every page of the rail has one', () => {
    expect(entries.filter(({ keys }) => !keys?.startsWith('g ')).map(({ path }) => path)).toEqual([]);
  });

  it('no two pages claim the same', () => {
    const keys = entries.flatMap(entry => entry.keys ?? []);
    expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
  });
});
