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
        ...(typeof search['snapshot'] === 'string' ? { snapshot: search['snapshot'] } : {}),
        ...(typeof search['operations'] === 'string' ? { operations: search['operations'] } : {}),
      }),
    },
  ],
  verbs: [{ label: 'launch.title', href: '/launch', permission: 'instance.create' }],
};
