import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';
import { onEveryHypervisor } from '@orrery/provider-kit/capability-groups.ts';
import { capabilityTable } from '@orrery/provider-kit/capability-table.ts';

const supported: Capability[] = [
  ...onEveryHypervisor,
  'instance.createFromSnapshot',
  'volume.download',
  'instance.pause',
  'instance.resume',
  'instance.autostart',
  'instance.setSecurityGroups',
  'instance.console',
  'instance.relocate',
  'migration.setBandwidth',
  'migration.setDowntime',
  'migration.startPostCopy',
  'storage-pool.start',
  'storage-pool.stop',
  'network.start',
  'network.stop',
  'recommendation.apply',
  'alarm.acknowledge',
];

export const simulatorCapabilities: CapabilityTable = capabilityTable(supported, () => 'Not simulated yet');
