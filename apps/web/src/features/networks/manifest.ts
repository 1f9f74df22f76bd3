import { Network } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { addingPath, parseListSearch } from '../../lib/list-search.ts';

export const networksFeature: FeatureManifest = {
  id: 'networks',
  permission: 'inventory.read',
  nav: [{ group: 'network', path: '/networks', label: 'networks.title', icon: Network, keys: 'g n' }],
  routes: [
    { path: '/networks', load: () => import('./NetworksPage.tsx'), parseSearch: parseListSearch },
    { path: '/networks/$id', load: () => import('./NetworkPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('network', Network)],
  verbs: [{ label: 'networks.create', href: addingPath('/networks'), permission: 'network.create' }],
};
