import { Settings } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';

export const settingsFeature: FeatureManifest = {
  id: 'settings',
  nav: [{ group: 'admin', path: '/settings', label: 'settings.title', icon: Settings, keys: 'g ,' }],
  routes: [{ path: '/settings', load: () => import('./SettingsPage.tsx') }],
};
