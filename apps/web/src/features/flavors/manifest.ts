import { Ruler } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { addingPath, parseListSearch } from '../../lib/list-search.ts';

/** Sizes to launch with: tenants see them on the launch page, administrators make them here. */
export const flavorsFeature: FeatureManifest = {
  id: 'flavors',
  permission: 'flavor.manage',
  nav: [{ group: 'admin', path: '/flavors', label: 'flavors.title', icon: Ruler, keys: 'g f' }],
  routes: [
    { path: '/flavors', load: () => import('./FlavorsPage.tsx'), parseSearch: parseListSearch },
    { path: '/flavors/$id', load: () => import('./FlavorPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('flavor', Ruler)],
  verbs: [{ label: 'flavors.create', href: addingPath('/flavors'), permission: 'flavor.manage' }],
};
