import type { z } from 'zod';
import { alarmActions } from '../actions/alarm-actions.ts';
import { clusterActions } from '../actions/cluster-actions.ts';
import { hostActions } from '../actions/host-actions.ts';
import { imageActions } from '../actions/image-actions.ts';
import { instanceActions } from '../actions/instance-actions.ts';
import { migrationActions } from '../actions/migration-actions.ts';
import {
  networkActions,
  snapshotActions,
  storagePoolActions,
  volumeActions,
} from '../actions/other-actions.ts';
import { recommendationActions } from '../actions/recommendation-actions.ts';
import type { ActionRule } from '../actions/rule.ts';
import type { Permission } from '../identity/permissions.ts';
import { type Migration, migrationSchema } from '../migrations/migration.ts';
import { type Alarm, alarmSchema } from './alarm.ts';
import { type Backend, backendSchema } from './backend.ts';
import type { ResourceKind } from './base.ts';
import { type Cluster, clusterSchema } from './cluster.ts';
import { eventSchema, type OrreryEvent } from './event.ts';
import { type Host, hostSchema } from './host.ts';
import { type Project, projectSchema, type User, userSchema } from './identity.ts';
import { type Instance, instanceSchema } from './instance.ts';
import { type Network, networkSchema } from './network.ts';
import { type Operation, operationSchema } from './operation.ts';
import { type Flavor, flavorSchema } from './planned.ts';
import { type Recommendation, recommendationSchema } from './recommendation.ts';
import {
  type Image,
  imageSchema,
  type Snapshot,
  type StoragePool,
  snapshotSchema,
  storagePoolSchema,
  type Volume,
  volumeSchema,
} from './storage.ts';

export interface ResourceTypes {
  backend: Backend;
  cluster: Cluster;
  host: Host;
  instance: Instance;
  image: Image;
  volume: Volume;
  'storage-pool': StoragePool;
  network: Network;
  snapshot: Snapshot;
  flavor: Flavor;
  project: Project;
  user: User;
  operation: Operation;
  migration: Migration;
  recommendation: Recommendation;
  event: OrreryEvent;
  alarm: Alarm;
}
export type Resource = ResourceTypes[ResourceKind];

/** Who may see rows of a kind: everybody their own projects' rows, or only holders of a permission over everything. */
export type Visibility =
  | { by: 'project'; permission: Permission }
  | { by: 'shared'; permission: Permission }
  | { by: 'offered'; permission: Permission }
  | { by: 'fleet'; permission: Permission };

export interface ResourceDefinition<K extends ResourceKind = ResourceKind> {
  kind: K;
  /** Plural, as it stands in paths and topics. */
  collection: string;
  schema: z.ZodType<ResourceTypes[K]>;
  visibility: Visibility;
  actions: readonly ActionRule<ResourceTypes[K]>[];
  /** Fields that tell of the topology; blanked for those without `fleet.read` (null, or an empty list). */
  topologyFields: readonly string[];
}

const fleet: Visibility = { by: 'fleet', permission: 'fleet.read' };
const owned: Visibility = { by: 'project', permission: 'inventory.read' };
/** Own rows and all those with no owner (images, flavors). */
const shared: Visibility = { by: 'shared', permission: 'inventory.read' };
/** Own rows, and those with no owner that are offered to all projects (networks). */
const offered: Visibility = { by: 'offered', permission: 'inventory.read' };

const define = <K extends ResourceKind>(definition: ResourceDefinition<K>) => definition;

export const resourceRegistry: { [K in ResourceKind]: ResourceDefinition<K> } = {
  backend: define({
    kind: 'backend',
    collection: 'backends',
    schema: backendSchema,
    visibility: fleet,
    actions: [],
    topologyFields: [],
  }),
  cluster: define({
    kind: 'cluster',
    collection: 'clusters',
    schema: clusterSchema,
    visibility: fleet,
    actions: clusterActions,
    topologyFields: [],
  }),
  host: define({
    kind: 'host',
    collection: 'hosts',
    schema: hostSchema,
    visibility: fleet,
    actions: hostActions,
    topologyFields: [],
  }),
  instance: define({
    kind: 'instance',
    collection: 'instances',
    schema: instanceSchema,
    visibility: owned,
    actions: instanceActions,
    topologyFields: [
      'host',
      'hostName',
      'cluster',
      'datacenter',
      'folder',
      'resourcePool',
      'disks.source',
      'machineType',
    ],
  }),
  image: define({
    kind: 'image',
    collection: 'images',
    schema: imageSchema,
    visibility: shared,
    actions: imageActions,
    topologyFields: [],
  }),
  volume: define({
    kind: 'volume',
    collection: 'volumes',
    schema: volumeSchema,
    visibility: owned,
    actions: volumeActions,
    topologyFields: ['pool', 'poolName', 'path', 'backingVolume', 'copyOf'],
  }),
  'storage-pool': define({
    kind: 'storage-pool',
    collection: 'storage-pools',
    schema: storagePoolSchema,
    visibility: fleet,
    actions: storagePoolActions,
    topologyFields: [],
  }),
  network: define({
    kind: 'network',
    collection: 'networks',
    schema: networkSchema,
    visibility: offered,
    actions: networkActions,
    // How many instances of others are on a network that is offered to all is theirs.
    topologyFields: ['hosts', 'bridge', 'datacenter', 'folder', 'instanceCount'],
  }),
  snapshot: define({
    kind: 'snapshot',
    collection: 'snapshots',
    schema: snapshotSchema,
    visibility: owned,
    actions: snapshotActions,
    topologyFields: [],
  }),
  flavor: define({
    kind: 'flavor',
    collection: 'flavors',
    schema: flavorSchema,
    visibility: shared,
    actions: [],
    topologyFields: [],
  }),
  project: define({
    kind: 'project',
    collection: 'projects',
    schema: projectSchema,
    visibility: owned,
    actions: [],
    topologyFields: [],
  }),
  user: define({
    kind: 'user',
    collection: 'users',
    schema: userSchema,
    visibility: { by: 'fleet', permission: 'user.manage' },
    actions: [],
    topologyFields: [],
  }),
  operation: define({
    kind: 'operation',
    collection: 'operations',
    schema: operationSchema,
    visibility: { by: 'project', permission: 'operation.read' },
    actions: [],
    topologyFields: [],
  }),
  migration: define({
    kind: 'migration',
    collection: 'migrations',
    schema: migrationSchema,
    visibility: fleet,
    actions: migrationActions,
    topologyFields: [],
  }),
  recommendation: define({
    kind: 'recommendation',
    collection: 'recommendations',
    schema: recommendationSchema,
    visibility: fleet,
    actions: recommendationActions,
    topologyFields: [],
  }),
  event: define({
    kind: 'event',
    collection: 'events',
    schema: eventSchema,
    visibility: owned,
    actions: [],
    topologyFields: ['host'],
  }),
  alarm: define({
    kind: 'alarm',
    collection: 'alarms',
    schema: alarmSchema,
    visibility: owned,
    actions: alarmActions,
    // Who looks after the back end is nothing that tenants are told; descriptions are the operators' own words.
    topologyFields: ['acknowledgedBy', 'description'],
  }),
};

const byCollection = new Map(Object.values(resourceRegistry).map(d => [d.collection, d.kind]));

/** Kind of a collection name such as `storage-pools`; undefined when there is none. */
export function kindOfCollection(collection: string): ResourceKind | undefined {
  return byCollection.get(collection);
}
