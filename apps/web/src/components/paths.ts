import type { ResourceKind } from '@orrery/contract/resources/base.ts';

/** Where a kind of resource is listed on screen. Ids hold colons and slashes: they are one encoded segment. */
const LIST_PATHS: Record<ResourceKind, string> = {
  backend: '/backends',
  cluster: '/clusters',
  host: '/hosts',
  instance: '/instances',
  image: '/images',
  volume: '/volumes',
  'storage-pool': '/storage-pools',
  network: '/networks',
  snapshot: '/snapshots',
  flavor: '/flavors',
  project: '/projects',
  user: '/users',
  operation: '/operations',
  migration: '/migrations',
  recommendation: '/recommendations',
  event: '/events',
  alarm: '/alarms',
};

export const listPath = (kind: ResourceKind, q = ''): string =>
  q === '' ? LIST_PATHS[kind] : `${LIST_PATHS[kind]}?q=${encodeURIComponent(q)}`;

/** All that is to be said of them stands in their row. */
const WITHOUT_PAGE: readonly ResourceKind[] = ['recommendation', 'alarm'];

export const detailPath = (kind: ResourceKind, id: string): string =>
  WITHOUT_PAGE.includes(kind)
    ? listPath(kind, `id:"${id}"`)
    : `${LIST_PATHS[kind]}/${encodeURIComponent(id)}`;
