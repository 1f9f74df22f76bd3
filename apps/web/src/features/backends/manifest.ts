import { Cable } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { addingPath, parseListSearch } from '../../lib/list-search.ts';

export const backendsFeature: FeatureManifest = {
  id: 'backends',
  permission: 'fleet.read',
  nav: [{ group: 'admin', path: '/backends', label: 'backends.title', icon: Cable, keys: 'g b' }],
  routes: [
    { path: '/backends', load: () => import('./BackendsPage.tsx'), parseSearch: parseListSearch },
    { path: '/backends/$id', load: () => import('./BackendPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('backend', Cable)],
  verbs: [{ label: 'backends.add', href: addingPath('/backends'), permission: 'backend.manage' }],
};
