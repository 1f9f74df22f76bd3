import { ScrollText } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const eventsFeature: FeatureManifest = {
  id: 'events',
  permission: 'inventory.read',
  nav: [{ group: 'activity', path: '/events', label: 'events.title', icon: ScrollText, keys: 'g e' }],
  routes: [{ path: '/events', load: () => import('./EventsPage.tsx'), parseSearch: parseListSearch }],
};
