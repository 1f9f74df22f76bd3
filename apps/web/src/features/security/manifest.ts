import { Shield } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

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
};
