import { Users } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { addingPath, parseListSearch } from '../../lib/list-search.ts';

export const usersFeature: FeatureManifest = {
  id: 'users',
  permission: 'user.manage',
  nav: [{ group: 'admin', path: '/users', label: 'users.title', icon: Users, keys: 'g u' }],
  routes: [
    { path: '/users', load: () => import('./UsersPage.tsx'), parseSearch: parseListSearch },
    { path: '/users/$id', load: () => import('./UserPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('user', Users)],
  verbs: [{ label: 'users.create', href: addingPath('/users'), permission: 'user.manage' }],
};
