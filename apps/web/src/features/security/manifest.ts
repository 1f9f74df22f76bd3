import { Shield } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { addingPath, parseListSearch } from '../../lib/list-search.ts';

export const securityFeature: FeatureManifest = {
  id: 'security',
  permission: 'inventory.read',
  nav: [{ group: 'network', path: '/security-groups', label: 'security.title', icon: Shield, keys: 'g x' }],
  routes: [
    {
      path: '/security-groups',
      load: () => import('./SecurityGroupsPage.tsx'),
      parseSearch: parseListSearch,
    },
  ],
  verbs: [{ label: 'security.create', href: addingPath('/security-groups'), permission: 'security.change' }],
};
