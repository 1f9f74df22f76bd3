import { BellRing } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const alarmsFeature: FeatureManifest = {
  id: 'alarms',
  permission: 'inventory.read',
  nav: [{ group: 'activity', path: '/alarms', label: 'watching.alarms', icon: BellRing, keys: 'g w' }],
  routes: [{ path: '/alarms', load: () => import('./AlarmsPage.tsx'), parseSearch: parseListSearch }],
};
