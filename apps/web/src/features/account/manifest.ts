import type { FeatureManifest } from '../../lib/feature.ts';

/** One's own password, tokens and memberships. Reached from the account menu, not from the rail. */
export const accountFeature: FeatureManifest = {
  id: 'account',
  permission: 'session.self',
  nav: [],
  routes: [{ path: '/account', load: () => import('./AccountPage.tsx') }],
  verbs: [{ label: 'account.title', href: '/account', permission: 'session.self' }],
};
