import { Group } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const clustersFeature: FeatureManifest = {
  id: 'clusters',
  permission: 'fleet.read',
  nav: [{ group: 'compute', path: '/clusters', label: 'clusters.title', icon: Group, keys: 'g c' }],
  routes: [
    { path: '/clusters', load: () => import('./ClustersPage.tsx'), parseSearch: parseListSearch },
    { path: '/clusters/$id', load: () => import('./ClusterPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('cluster', Group)],
};
