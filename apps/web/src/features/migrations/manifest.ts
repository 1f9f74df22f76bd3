import { MoveRight } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const migrationsFeature: FeatureManifest = {
  id: 'migrations',
  permission: 'fleet.read',
  nav: [{ group: 'activity', path: '/migrations', label: 'migrations.title', icon: MoveRight, keys: 'g r' }],
  routes: [
    { path: '/migrations', load: () => import('./MigrationsPage.tsx'), parseSearch: parseListSearch },
    { path: '/migrations/$id', load: () => import('./MigrationPage.tsx'), parseSearch: parseListSearch },
    { path: '/plans/$id', load: () => import('./PlanPage.tsx') },
  ],
  palette: [resourcePalette('migration', MoveRight)],
};
