import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { onEveryHypervisor } from '@orrery/provider-kit/capability-groups.ts';
import { capabilityTable } from '@orrery/provider-kit/capability-table.ts';

const supported: Capability[] = [
  ...onEveryHypervisor,
  'instance.createFromSnapshot',
  'instance.console',
  'volume.download',
  'instance.pause',
  'instance.resume',
  'instance.autostart',
  'instance.setSecurityGroups',
  'host.bringImage',
  'migration.setBandwidth',
  'migration.setDowntime',
  'migration.startPostCopy',
  'storage-pool.start',
  'storage-pool.stop',
  'network.start',
  'network.stop',
];

const noServices = 'libvirt keeps no services; each instance stands for itself';
const reasons: Partial<Record<Capability, string>> = {
  'image.create': 'libvirt has no images of its own, only volumes',
  'instance.relocate': 'Virtual machines are moved live, with their disks, or cold',
  'cluster.createService': noServices,
  'cluster.scaleService': noServices,
  'cluster.deleteService': noServices,
  'recommendation.apply': 'libvirt has no balancer of its own',
  'alarm.acknowledge': 'libvirt raises no alarms of its own',
  'host.maintenance': 'libvirt knows no maintenance of a host',
  'host.enterMaintenance': 'libvirt knows no maintenance of a host',
  'host.exitMaintenance': 'libvirt knows no maintenance of a host',
  'migration.beginAnew': 'libvirt begins no move anew',
};

export const libvirtCapabilities: CapabilityTable = capabilityTable(
  supported,
  capability => reasons[capability] ?? 'Orrery does not do this on libvirt hosts yet',
);
