import { Waypoints } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const topologyFeature: FeatureManifest = {
  id: 'topology',
  permission: 'inventory.read',
  nav: [{ group: 'network', path: '/topology', label: 'topology.title', icon: Waypoints, keys: 'g t' }],
  routes: [{ path: '/topology', load: () => import('./TopologyPage.tsx'), parseSearch: parseListSearch }],
};
