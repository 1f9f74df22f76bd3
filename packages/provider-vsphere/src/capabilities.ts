import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { onEveryHypervisor } from '@orrery/provider-kit/capability-groups.ts';
import { capabilityTable } from '@orrery/provider-kit/capability-table.ts';

const supported: Capability[] = [
  ...onEveryHypervisor,
  'host.maintenance',
  'host.enterMaintenance',
  'host.exitMaintenance',
  'image.delete',
  'instance.createFromOva',
  'recommendation.apply',
  'alarm.acknowledge',
];

const always = 'vSphere has no switch for it: it is there while its hosts are';
const byItself = 'vSphere finds it by itself, and lets nobody set it while it moves';
const noServices = 'vCenter keeps no services; each virtual machine stands for itself';
const reasons: Partial<Record<Capability, string>> = {
  'cluster.createService': noServices,
  'cluster.scaleService': noServices,
  'cluster.deleteService': noServices,
  'instance.relocate': 'Virtual machines are moved cold; containers are relocated',
  'migration.setBandwidth': byItself,
  'migration.setDowntime': byItself,
  'migration.startPostCopy': 'vMotion has no post-copy',
  'migration.beginAnew': 'A vMotion takes nothing when it begins that it could have lacked',
  'instance.pause': 'vSphere has no pause; suspending writes the memory to disk',
  'instance.resume': 'vSphere has no pause; a suspended instance is started',
  'instance.autostart': 'vSphere keeps autostart per host, and clusters with HA ignore it',
  'instance.console':
    "vSphere shows consoles by WebMKS, VMware's own protocol, which Orrery does not speak: use the console of vCenter",
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
const noWatch = 'Clusters and alarms belong to a vCenter';
const alone = 'A single ESXi host has no other to move to';
const notEmptied =
  'Nothing empties a single ESXi host: shut down what runs on it, and use its own client for maintenance';

/** What is left of it without a vCenter. */
export const singleHostCapabilities: CapabilityTable = {
  ...vsphereCapabilities,
  'instance.ownership': noAttributes,
  'instance.assign': noAttributes,
  'instance.describe': noAttributes,
  'instance.createImage': 'A single ESXi host clones nothing: that takes a vCenter',
  'instance.createFromOva': 'A single ESXi host keeps no marks, by which an instance is found again',
  'instance.create': 'A single ESXi host clones no templates: that takes a vCenter',
  'image.delete': 'A single ESXi host has no templates, and its files are deleted in its own client',
  'host.maintenance': notEmptied,
  'host.enterMaintenance': notEmptied,
  'host.exitMaintenance': notEmptied,
  'volume.create': noVolumes,
  'volume.resize': noVolumes,
  'instance.attachVolume': noVolumes,
  'instance.detachVolume': `${noVolumes}: what is detached here could not be attached again`,
  'volume.delete': noVolumes,
  'network.create': noSwitch,
  'network.delete': noSwitch,
  'instance.migrate': alone,
  'instance.migrateLive': alone,
  'instance.migrateBlock': alone,
  'instance.migrateCold': alone,
  'migration.cancel': alone,
  'recommendation.apply': noWatch,
  'alarm.acknowledge': noWatch,
};
