import type { FeatureManifest } from '../../lib/feature.ts';

export const consoleFeature: FeatureManifest = {
  id: 'console',
  permission: 'instance.console',
  nav: [],
  routes: [
    { path: '/instances/$id/console', load: () => import('./ConsolePage.tsx'), bare: true, parseSearch },
  ],
};

function parseSearch({ kind }: Record<string, unknown>): Record<string, unknown> {
  return kind === 'serial' || kind === 'vnc' || kind === 'exec' ? { kind } : {};
}
