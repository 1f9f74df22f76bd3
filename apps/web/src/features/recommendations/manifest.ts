import { Scale } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const recommendationsFeature: FeatureManifest = {
  id: 'recommendations',
  permission: 'fleet.read',
  nav: [
    {
      group: 'activity',
      path: '/recommendations',
      label: 'watching.recommendations',
      icon: Scale,
      keys: 'g d',
    },
  ],
  routes: [
    {
      path: '/recommendations',
      load: () => import('./RecommendationsPage.tsx'),
      parseSearch: parseListSearch,
    },
  ],
};
