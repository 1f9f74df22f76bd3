import { ShieldCheck } from 'lucide-react';
import type { FeatureManifest } from '../../lib/feature.ts';
import { parseListSearch } from '../../lib/list-search.ts';

export const auditFeature: FeatureManifest = {
  id: 'audit',
  permission: 'audit.read',
  nav: [{ group: 'admin', path: '/audit', label: 'audit.title', icon: ShieldCheck, keys: 'g l' }],
  routes: [{ path: '/audit', load: () => import('./AuditPage.tsx'), parseSearch: parseListSearch }],
};
