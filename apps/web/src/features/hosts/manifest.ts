import { Server } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const hostsFeature: FeatureManifest = {
  id: 'hosts',
  permission: 'fleet.read',
  nav: [{ group: 'compute', path: '/hosts', label: 'hosts.title', icon: Server, keys: 'g h' }],
  routes: [
    { path: '/hosts', load: () => import('./HostsPage.tsx'), parseSearch: parseListSearch },
    { path: '/hosts/$id', load: () => import('./HostPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('host', Server)],
};
