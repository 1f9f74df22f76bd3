import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { capabilityTable } from '@orrery/provider-kit/capability-table.ts';

const supported: Capability[] = [
  'inventory.push',
  'inventory.attribution',
  'metrics.instance',
  'metrics.host',
  'instance.ownership',
  'instance.raw',
  'host.maintenance',
  'host.enterMaintenance',
  'host.exitMaintenance',
  'instance.start',
  'instance.stop',
  'instance.forceStop',
  'instance.reboot',
  'instance.reset',
  'instance.suspend',
  'instance.discardSavedState',
  'instance.rename',
  'instance.resize',
  'instance.describe',
  'instance.assign',
  'instance.snapshot',
  'instance.delete',
  'instance.create',
  'instance.migrate',
  'instance.migrateLive',
  'instance.migrateBlock',
  'instance.migrateCold',
  'migration.cancel',
  'instance.attachVolume',
  'instance.detachVolume',
  'instance.attachNetwork',
  'instance.detachNetwork',
  'volume.create',
  'volume.resize',
  'volume.delete',
  'network.create',
  'network.delete',
  'snapshot.revert',
  'snapshot.delete',
  'storage-pool.refresh',
];

const always = 'vSphere has no switch for it: it is there while its hosts are';
const byItself = 'vSphere finds it by itself, and lets nobody set it while it moves';
const reasons: Partial<Record<Capability, string>> = {
  'instance.relocate': 'Virtual machines are moved cold; containers are relocated',
  'migration.setBandwidth': byItself,
  'migration.setDowntime': byItself,
  'migration.startPostCopy': 'vMotion has no post-copy',
  'instance.pause': 'vSphere has no pause; suspending writes the memory to disk',
  'instance.resume': 'vSphere has no pause; a suspended instance is started',
  'instance.autostart': 'vSphere keeps autostart per host, and clusters with HA ignore it',
  'instance.console': 'vSphere shows consoles by WebMKS, which Orrery does not speak yet',
  'storage-pool.start': always,
  'storage-pool.stop': always,
  'network.start': always,
  'network.stop': always,
};

export const vsphereCapabilities: CapabilityTable = capabilityTable(
  supported,
  capability => reasons[capability] ?? 'Orrery does not do this on vSphere yet',
);

const noAttributes = 'A single ESXi host has no custom attributes, in which Orrery keeps this';

const noVolumes = 'First-class disks are known to Orrery by a vCenter only';
const noSwitch = 'Distributed switches belong to a vCenter';
const alone = 'A single ESXi host has no other to move to';

/** What is left of it without a vCenter. */
export const singleHostCapabilities: CapabilityTable = {
  ...vsphereCapabilities,
  'instance.ownership': noAttributes,
  'instance.assign': noAttributes,
  'instance.describe': noAttributes,
  'instance.create': 'A single ESXi host clones no templates: that takes a vCenter',
  'volume.create': noVolumes,
  'instance.attachVolume': noVolumes,
  'volume.delete': noVolumes,
  'network.create': noSwitch,
  'network.delete': noSwitch,
  'instance.migrate': alone,
  'instance.migrateLive': alone,
  'instance.migrateBlock': alone,
  'instance.migrateCold': alone,
  'migration.cancel': alone,
};
