import type { Instance, PowerState } from '@orrery/contract/resources/instance.ts';
import type { VmFacts } from './facts.ts';

const states: Readonly<Record<string, PowerState>> = {
  poweredOn: 'running',
  poweredOff: 'stopped',
  suspended: 'suspended',
};

/** Of a VM whose host is out of vCenter's reach nobody knows the state. */
export const powerOf = ({ power, connection }: Pick<VmFacts, 'power' | 'connection'>): PowerState =>
  connection === 'connected' ? (states[power] ?? 'unknown') : 'unknown';

export const statusOf = (vm: VmFacts): Instance['status'] => {
  const power = powerOf(vm);
  return vm.migrating && power !== 'unknown' ? 'migrating' : power;
};
