import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { FieldTable } from '../query/fields.ts';
import { backendFields, clusterFields, hostFields, instanceFields } from './compute.ts';
import {
  eventFields,
  flavorFields,
  migrationFields,
  operationFields,
  projectFields,
  userFields,
} from './orrery.ts';
import { imageFields, networkFields, snapshotFields, storagePoolFields, volumeFields } from './storage.ts';
import { alsoCalled, propertyNames } from './property-names.ts';
import { alarmFields, recommendationFields } from './watching.ts';

/** What can be asked of each kind of resource: in `q`, in `sort`, in `groupBy` and `sums`. */
export const fieldTables: { readonly [K in ResourceKind]: FieldTable<ResourceTypes[K]> } = {
  backend: alsoCalled(backendFields, propertyNames.backend),
  cluster: alsoCalled(clusterFields, propertyNames.cluster),
  host: alsoCalled(hostFields, propertyNames.host),
  instance: alsoCalled(instanceFields, propertyNames.instance),
  image: alsoCalled(imageFields, propertyNames.image),
  volume: alsoCalled(volumeFields, propertyNames.volume),
  'storage-pool': alsoCalled(storagePoolFields, propertyNames['storage-pool']),
  network: alsoCalled(networkFields, propertyNames.network),
  snapshot: alsoCalled(snapshotFields, propertyNames.snapshot),
  flavor: alsoCalled(flavorFields, propertyNames.flavor),
  project: alsoCalled(projectFields, propertyNames.project),
  user: alsoCalled(userFields, propertyNames.user),
  operation: alsoCalled(operationFields, propertyNames.operation),
  migration: alsoCalled(migrationFields, propertyNames.migration),
  recommendation: alsoCalled(recommendationFields, propertyNames.recommendation),
  event: alsoCalled(eventFields, propertyNames.event),
  alarm: alsoCalled(alarmFields, propertyNames.alarm),
};
