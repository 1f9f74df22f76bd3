import { LayoutDashboard } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';

export const overviewFeature: FeatureManifest = {
  id: 'overview',
  permission: 'inventory.read',
  nav: [{ group: 'overview', path: '/', label: 'overview.title', icon: LayoutDashboard, keys: 'g o' }],
  routes: [{ path: '/', load: () => import('./OverviewPage.tsx') }],
};
