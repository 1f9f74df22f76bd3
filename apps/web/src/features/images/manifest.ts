import { Disc3 } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { addingPath, parseListSearch } from '../../lib/list-search.ts';

export const imagesFeature: FeatureManifest = {
  id: 'images',
  permission: 'inventory.read',
  nav: [{ group: 'storage', path: '/images', label: 'images.title', icon: Disc3, keys: 'g m' }],
  routes: [
    { path: '/images', load: () => import('./ImagesPage.tsx'), parseSearch: parseListSearch },
    { path: '/images/$id', load: () => import('./ImagePage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('image', Disc3)],
  verbs: [{ label: 'images.add', href: addingPath('/images'), permission: 'image.change' }],
};
