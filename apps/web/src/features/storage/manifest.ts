import { Camera, Database, HardDrive } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { addingPath, parseListSearch } from '../../lib/list-search.ts';

export const volumesFeature: FeatureManifest = {
  id: 'volumes',
  permission: 'inventory.read',
  nav: [{ group: 'storage', path: '/volumes', label: 'storage.volumes.title', icon: HardDrive, keys: 'g v' }],
  routes: [
    { path: '/volumes', load: () => import('./VolumesPage.tsx'), parseSearch: parseListSearch },
    { path: '/volumes/$id', load: () => import('./VolumePage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('volume', HardDrive)],
  verbs: [{ label: 'storage.volumes.create', href: addingPath('/volumes'), permission: 'volume.change' }],
};

export const snapshotsFeature: FeatureManifest = {
  id: 'snapshots',
  permission: 'inventory.read',
  nav: [
    { group: 'storage', path: '/snapshots', label: 'storage.snapshots.title', icon: Camera, keys: 'g s' },
  ],
  routes: [
    { path: '/snapshots', load: () => import('./SnapshotsPage.tsx'), parseSearch: parseListSearch },
    { path: '/snapshots/$id', load: () => import('./SnapshotPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('snapshot', Camera)],
};

/** Pools tell of the topology: tenants see volumes, not where they lie. */
export const storagePoolsFeature: FeatureManifest = {
  id: 'storage-pools',
  permission: 'fleet.read',
  nav: [
    { group: 'storage', path: '/storage-pools', label: 'storage.pools.title', icon: Database, keys: 'g p' },
  ],
  routes: [
    { path: '/storage-pools', load: () => import('./PoolsPage.tsx'), parseSearch: parseListSearch },
    { path: '/storage-pools/$id', load: () => import('./PoolPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('storage-pool', Database)],
};
