import { ListChecks } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const operationsFeature: FeatureManifest = {
  id: 'operations',
  permission: 'operation.read',
  nav: [{ group: 'activity', path: '/operations', label: 'operations.title', icon: ListChecks, keys: 'g a' }],
  routes: [
    { path: '/operations', load: () => import('./OperationsPage.tsx'), parseSearch: parseListSearch },
    { path: '/operations/$id', load: () => import('./OperationPage.tsx'), parseSearch: parseListSearch },
  ],
};
