import type { FeatureManifest } from '../lib/feature.ts';
import { galleryFeature } from './gallery/manifest.ts';
import { instancesFeature } from './instances/manifest.ts';
import { settingsFeature } from './settings/manifest.ts';

/** Every feature of the application, one line each. Order within a group of the rail is the order here. */
export const features: readonly FeatureManifest[] = [instancesFeature, settingsFeature, galleryFeature];
