import type { FeatureManifest } from '../lib/feature.ts';
import { clustersFeature } from './clusters/manifest.ts';
import { alarmsFeature } from './alarms/manifest.ts';
import { eventsFeature } from './events/manifest.ts';
import { hostsFeature } from './hosts/manifest.ts';
import { imagesFeature } from './images/manifest.ts';
import { migrationsFeature } from './migrations/manifest.ts';
import { networksFeature } from './networks/manifest.ts';
import { operationsFeature } from './operations/manifest.ts';
import { overviewFeature } from './overview/manifest.ts';
import { snapshotsFeature, storagePoolsFeature, volumesFeature } from './storage/manifest.ts';
import { backendsFeature } from './backends/manifest.ts';
import { flavorsFeature } from './flavors/manifest.ts';
import { recommendationsFeature } from './recommendations/manifest.ts';
import { projectsFeature } from './projects/manifest.ts';
import { topologyFeature } from './topology/manifest.ts';
import { usersFeature } from './users/manifest.ts';
import { auditFeature } from './audit/manifest.ts';
import { accountFeature } from './account/manifest.ts';
import { galleryFeature } from './gallery/manifest.ts';
import { consoleFeature } from './console/manifest.ts';
import { instancesFeature } from './instances/manifest.ts';
import { launchFeature } from './launch/manifest.ts';
import { securityFeature } from './security/manifest.ts';
import { settingsFeature } from './settings/manifest.ts';
import { viewsFeature } from './views/manifest.ts';

/** Every feature of the application, one line each. Order within a group of the rail is the order here. */
export const features: readonly FeatureManifest[] = [
  overviewFeature,
  viewsFeature,
  instancesFeature,
  consoleFeature,
  launchFeature,
  hostsFeature,
  clustersFeature,
  volumesFeature,
  imagesFeature,
  snapshotsFeature,
  storagePoolsFeature,
  networksFeature,
  topologyFeature,
  securityFeature,
  migrationsFeature,
  recommendationsFeature,
  operationsFeature,
  alarmsFeature,
  eventsFeature,
  backendsFeature,
  flavorsFeature,
  projectsFeature,
  usersFeature,
  auditFeature,
  accountFeature,
  settingsFeature,
  galleryFeature,
];
