import { alarmActions } from './actions/alarm-actions.ts';
import { clusterActions } from './actions/cluster-actions.ts';
import { hostActions } from './actions/host-actions.ts';
import { imageActions } from './actions/image-actions.ts';
import { instanceActions } from './actions/instance-actions.ts';
import { migrationActions } from './actions/migration-actions.ts';
import {
  networkActions,
  snapshotActions,
  storagePoolActions,
  volumeActions,
} from './actions/other-actions.ts';
import { recommendationActions } from './actions/recommendation-actions.ts';

type Names<K extends string, A extends readonly { name: string }[]> = `${K}.${A[number]['name']}`;

/** Things a backend may do beyond actions on resources. */
const generalCapabilities = [
  'inventory.push', // changes come from the backend's own push channel
  'inventory.attribution', // changes made outside Orrery are told apart
  'metrics.instance',
  'metrics.host',
  'instance.create',
  'instance.createFromOva', // from an appliance of Orrery's catalogue
  'instance.createFromSnapshot', // its first disk is a copy of one that a snapshot has
  'instance.console',
  'instance.logs',
  'instance.files', // in and out
  'instance.migrateLive',
  'instance.migrateBlock',
  'instance.migrateCold',
  'instance.relocate', // stopped here, started there, with all its data
  'instance.ownership', // the project mark is kept on the backend
  'instance.raw', // the backend's own description can be read
  'host.maintenance',
  'volume.create',
  'volume.download', // its bytes come out
  'network.create',
  'image.create',
  'image.save', // to an archive
  'image.prune', // tells what could go, and what that frees
] as const;

export type Capability =
  | (typeof generalCapabilities)[number]
  | Names<'instance', typeof instanceActions>
  | Names<'cluster', typeof clusterActions>
  | Names<'host', typeof hostActions>
  | Names<'image', typeof imageActions>
  | Names<'snapshot', typeof snapshotActions>
  | Names<'storage-pool', typeof storagePoolActions>
  | Names<'volume', typeof volumeActions>
  | Names<'network', typeof networkActions>
  | Names<'migration', typeof migrationActions>
  | Names<'recommendation', typeof recommendationActions>
  | Names<'alarm', typeof alarmActions>;

const names = <K extends string, A extends readonly { name: string }[]>(kind: K, rules: A) =>
  // A template literal of two literal unions is the union of their products; map() only forgets that.
  rules.map(rule => `${kind}.${rule.name}`) as Names<K, A>[];

export const capabilities: readonly Capability[] = [
  ...generalCapabilities,
  ...names('instance', instanceActions),
  ...names('cluster', clusterActions),
  ...names('host', hostActions),
  ...names('image', imageActions),
  ...names('snapshot', snapshotActions),
  ...names('storage-pool', storagePoolActions),
  ...names('volume', volumeActions),
  ...names('network', networkActions),
  ...names('migration', migrationActions),
  ...names('recommendation', recommendationActions),
  ...names('alarm', alarmActions),
];

/** true, or the reason why this backend cannot. */
export type CapabilityTable = Record<Capability, true | string>;
