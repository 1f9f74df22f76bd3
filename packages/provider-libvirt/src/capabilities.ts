import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { capabilityTable } from '@orrery/provider-kit/capability-table.ts';

const supported: Capability[] = [
  'inventory.push',
  'inventory.attribution',
  'metrics.instance',
  'metrics.host',
  'instance.ownership',
  'instance.raw',
  'instance.create',
  'instance.console',
  'volume.create',
  'network.create',
  'instance.start',
  'instance.stop',
  'instance.forceStop',
  'instance.reboot',
  'instance.reset',
  'instance.pause',
  'instance.resume',
  'instance.suspend',
  'instance.discardSavedState',
  'instance.rename',
  'instance.resize',
  'instance.describe',
  'instance.autostart',
  'instance.assign',
  'instance.snapshot',
  'instance.createImage',
  'instance.attachVolume',
  'instance.detachVolume',
  'instance.attachNetwork',
  'instance.detachNetwork',
  'instance.delete',
  'snapshot.revert',
  'snapshot.delete',
  'storage-pool.refresh',
  'storage-pool.start',
  'storage-pool.stop',
  'volume.resize',
  'volume.delete',
  'network.start',
  'network.stop',
  'network.delete',
];

const reasons: Partial<Record<Capability, string>> = {
  'image.create': 'libvirt has no images of its own, only volumes',
  'host.maintenance': 'libvirt knows no maintenance of a host',
};

export const libvirtCapabilities: CapabilityTable = capabilityTable(
  supported,
  capability => reasons[capability] ?? 'Orrery does not do this on libvirt hosts yet',
);
