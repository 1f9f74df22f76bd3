import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { FieldTable } from '../query/fields.ts';
import { backendFields, clusterFields, hostFields, instanceFields } from './compute.ts';
import {
  alarmFields,
  eventFields,
  flavorFields,
  migrationFields,
  operationFields,
  projectFields,
  recommendationFields,
  userFields,
} from './orrery.ts';
import { imageFields, networkFields, snapshotFields, storagePoolFields, volumeFields } from './storage.ts';

/** What can be asked of each kind of resource: in `q`, in `sort`, in `groupBy` and `sums`. */
export const fieldTables: { readonly [K in ResourceKind]: FieldTable<ResourceTypes[K]> } = {
  backend: backendFields,
  cluster: clusterFields,
  host: hostFields,
  instance: instanceFields,
  image: imageFields,
  volume: volumeFields,
  'storage-pool': storagePoolFields,
  network: networkFields,
  snapshot: snapshotFields,
  flavor: flavorFields,
  project: projectFields,
  user: userFields,
  operation: operationFields,
  migration: migrationFields,
  recommendation: recommendationFields,
  event: eventFields,
  alarm: alarmFields,
};
