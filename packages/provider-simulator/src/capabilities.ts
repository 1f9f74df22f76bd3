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
  'volume.create',
  'network.create',
  'instance.attachVolume',
  'instance.detachVolume',
  'instance.attachNetwork',
  'instance.detachNetwork',
  'volume.resize',
  'network.delete',
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
  'instance.console',
  'instance.delete',
  'snapshot.revert',
  'snapshot.delete',
  'storage-pool.refresh',
  'storage-pool.start',
  'storage-pool.stop',
  'volume.delete',
  'network.start',
  'network.stop',
];

const reasons: Partial<Record<Capability, string>> = {
  'instance.migrateLive': 'Simulated instances move by themselves; asking for a move is not simulated yet',
};

export const simulatorCapabilities: CapabilityTable = capabilityTable(
  supported,
  capability => reasons[capability] ?? 'Not simulated yet',
);
