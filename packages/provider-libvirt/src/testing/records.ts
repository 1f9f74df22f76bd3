import { newHostRecord, type DomainFacts, type HostRecord } from '../host/facts.ts';
import { readDomain } from '../map/domain.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import { recorded } from './recorded.ts';

const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' as const };

export function hostRecord(name: string): HostRecord {
  return newHostRecord(name, `tcp://${name}`, {
    ...seen,
    capabilities: { architecture: 'x86_64', cpuModel: 'EPYC', cpuVendor: 'AMD', numa: [] },
    hypervisor: 'QEMU 7.2.22',
    version: 'libvirt 9.0.0',
    sockets: 1,
    cores: 2,
    threads: 4,
    mhz: 2_400,
    memoryMiB: 16_384,
  });
}

export function domainFacts(uuid: string, change: Partial<DomainFacts> = {}): DomainFacts {
  return {
    ...seen,
    ref: { name: `vm-${uuid.slice(0, 4)}`, uuid, id: -1 },
    state: { state: domainStates.shutoff, reason: 0 },
    definition: readDomain(recorded('domain-running')),
    persistent: true,
    autostart: false,
    hasSavedState: false,
    snapshots: [],
    ...change,
  };
}
