import type { FeatureManifest } from '../../lib/feature.ts';

/** Every part of the design system in every state: for looking at, and for axe. Not in the navigation. */
export const galleryFeature: FeatureManifest = {
  id: 'gallery',
  nav: [],
  routes: [{ path: '/gallery', load: () => import('./GalleryPage.tsx'), bare: true }],
};
