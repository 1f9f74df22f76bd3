import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { capabilityTable } from '@orrery/provider-kit/capability-table.ts';

const supported: Capability[] = [
  'inventory.push',
  'inventory.attribution',
  'metrics.instance',
  'instance.ownership',
  'instance.raw',
  'instance.create',
  'instance.console',
  'instance.logs',
  'instance.files',
  'instance.start',
  'instance.stop',
  'instance.forceStop',
  'instance.reboot',
  'instance.reset',
  'instance.pause',
  'instance.resume',
  'instance.rename',
  'instance.resize',
  'instance.autostart',
  'instance.delete',
  'instance.createImage',
  'instance.migrate',
  'instance.relocate',
  'migration.cancel',
  'migration.setBandwidth',
  'instance.attachNetwork',
  'instance.detachNetwork',
  'storage-pool.refresh',
  'host.makeImage',
  'image.tag',
  'image.push',
  'image.delete',
  'image.save',
  'image.prune',
  'volume.delete',
  'network.create',
  'network.delete',
];

const fixedLabels = 'is a label of the container, and an engine cannot change the labels of a container';
const notWhileRunning = 'Containers are not moved while they run; relocate them with a stop';
const noPools = 'Volumes of an engine are there as long as the engine is';
const fixedMounts = 'The volumes of a container are fixed when it is made; give them when launching';
const noSize = 'A volume of an engine has no size of its own: it grows with what is written to it';
const noSnapshots = 'Containers have no snapshots; an image can be made of one';

const reasons: Partial<Record<Capability, string>> = {
  'metrics.host': 'An engine tells the figures of its containers, not those of its host',
  'instance.suspend': 'An engine cannot save the memory of a container; pause it, or stop it',
  'instance.discardSavedState': 'An engine cannot save the memory of a container',
  'instance.describe': `What describes it ${fixedLabels}; give it when launching`,
  'instance.assign': `The owner ${fixedLabels}; launch it in the project instead`,
  'instance.snapshot': noSnapshots,
  'snapshot.revert': noSnapshots,
  'snapshot.delete': noSnapshots,
  'storage-pool.start': noPools,
  'storage-pool.stop': noPools,
  'instance.attachVolume': fixedMounts,
  'instance.detachVolume': fixedMounts,
  'image.create': 'A host pulls, builds or loads images',
  'volume.create': noSize,
  'volume.resize': noSize,
  'network.start': 'A network of an engine is always active',
  'network.stop': 'A network of an engine is always active; delete it instead',
  'instance.migrateLive': notWhileRunning,
  'instance.migrateBlock': notWhileRunning,
  'instance.migrateCold': 'A container that does not run is relocated, too',
  'migration.setDowntime': 'The stop of a relocation is as long as carrying its data takes',
  'migration.startPostCopy': 'A relocation carries no memory',
  'host.maintenance': 'An engine knows no maintenance of its host',
};

export const dockerCapabilities: CapabilityTable = capabilityTable(
  supported,
  capability => reasons[capability] ?? 'Orrery does not do this on container engines yet',
);
