import { Boxes } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';
import { resourcePalette } from '../../components/resource-palette.ts';

export const instancesFeature: FeatureManifest = {
  id: 'instances',
  permission: 'inventory.read',
  nav: [{ group: 'compute', path: '/instances', label: 'instances.title', icon: Boxes, keys: 'g i' }],
  routes: [
    { path: '/instances', load: () => import('./InstancesPage.tsx'), parseSearch: parseListSearch },
    { path: '/instances/$id', load: () => import('./InstancePage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('instance', Boxes)],
};
