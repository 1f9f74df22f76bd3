import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { getDomainCapabilities } from '@orrery/libvirt/procedures/connect.ts';
import type { Caller, CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type MachineOffer, readMachine } from '../map/machine.ts';

/** In the order of preference. A null machine is what QEMU itself prefers for the architecture (virt on ARM). */
const wishes = (architecture: string): { virtType: string; machine: string | null }[] => {
  const machines = architecture === 'x86_64' ? ['q35', 'pc', null] : [null];
  return ['kvm', 'qemu'].flatMap(virtType => machines.map(machine => ({ virtType, machine })));
};

/** What is not there is answered by one of these; anything else is trouble. */
const notOffered = ['INVALID_ARG', 'CONFIG_UNSUPPORTED', 'INTERNAL_ERROR', 'NO_SUPPORT'];

/** KVM where the host can, else emulation; the newer machine where QEMU has it. */
export async function chooseMachine(
  caller: Caller,
  architecture: string,
  options: CallOptions,
): Promise<MachineOffer> {
  for (const wish of wishes(architecture)) {
    const args = { emulator: null, arch: null, ...wish, flags: 0 };
    const xml = await caller.call(getDomainCapabilities, args, options).catch((error: unknown) => {
      if (isLibvirtError(error, ...notOffered)) return null;
      throw error;
    });
    if (xml !== null) return readMachine(xml);
  }
  throw new ProviderError('backend.refused', 'Its host has no QEMU for its own architecture', {
    advice: 'Install QEMU on the host',
  });
}
