import i18next from 'i18next';
import { Rocket } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';

/** The page that makes instances; its button stands on the list of instances and on the overview. */
export const launchFeature: FeatureManifest = {
  id: 'launch',
  permission: 'instance.create',
  nav: [],
  routes: [
    {
      path: '/launch',
      load: () => import('./LaunchPage.tsx'),
      parseSearch: search => ({
        ...(typeof search['image'] === 'string' ? { image: search['image'] } : {}),
        ...(typeof search['volume'] === 'string' ? { volume: search['volume'] } : {}),
        ...(typeof search['operations'] === 'string' ? { operations: search['operations'] } : {}),
      }),
    },
  ],
  palette: [
    {
      id: 'launch',
      search: async query => {
        const label = i18next.t('launch.title');
        const found = `${label} launch create new`.toLowerCase().includes(query.trim().toLowerCase());
        return found ? [{ id: 'launch', label, icon: Rocket, href: '/launch' }] : [];
      },
    },
  ],
};
