import type { Capability } from '@orrery/contract/capabilities.ts';

/** What Orrery does on backends of every kind. */
export const onEveryBackend: readonly Capability[] = [
  'inventory.push',
  'inventory.attribution',
  'metrics.instance',
  'instance.ownership',
  'instance.raw',
  'instance.create',
  'instance.start',
  'instance.stop',
  'instance.forceStop',
  'instance.reboot',
  'instance.reset',
  'instance.rename',
  'instance.resize',
  'instance.createImage',
  'instance.migrate',
  'instance.attachNetwork',
  'instance.detachNetwork',
  'instance.delete',
  'migration.cancel',
  'storage-pool.refresh',
  'volume.delete',
  'network.create',
  'network.delete',
];

/** What it does wherever instances are virtual machines. */
export const onEveryHypervisor: readonly Capability[] = [
  ...onEveryBackend,
  'metrics.host',
  'instance.suspend',
  'instance.discardSavedState',
  'instance.describe',
  'instance.assign',
  'instance.snapshot',
  'instance.attachVolume',
  'instance.detachVolume',
  'instance.migrateLive',
  'instance.migrateBlock',
  'instance.migrateCold',
  'snapshot.revert',
  'snapshot.delete',
  'volume.create',
  'volume.resize',
];
