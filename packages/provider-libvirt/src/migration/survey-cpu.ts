import { reason } from '@orrery/contract/migrations/reason.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as connect from '@orrery/libvirt/procedures/connect.ts';
import { compareCpuFlags } from '@orrery/libvirt/procedures/flags.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import { XMLSerializer } from '@xmldom/xmldom';
import { attribute, first, parseXml, text } from '../map/xml.ts';
import type { Candidate } from './candidate.ts';

const askDeadlineMs = 20_000;
/** virCPUCompareResult. */
const incompatible = 0;

/** "… required features: avx512f, svm" */
const missingFeatures = (message: string): string | null => /features?: (.+)$/.exec(message)?.[1] ?? null;

/** The processor that the guest sees against what the destination's hypervisor can give, by libvirt's own comparison. */
export async function compareCpu({ to, xml }: Pick<Candidate, 'to' | 'xml'>): Promise<MigrationReason[]> {
  const domain = parseXml(xml);
  const cpu = first(domain, 'cpu');
  // Without one QEMU has its own, which is emulated everywhere.
  if (cpu === null || attribute(cpu, '', 'mode') === 'maximum') return [];
  const machine = {
    emulator: text(domain, 'devices/emulator'),
    arch: attribute(domain, 'os/type', 'arch'),
    machine: attribute(domain, 'os/type', 'machine'),
    virtType: attribute(domain, '', 'type'),
  };
  const cpuXml = new XMLSerializer().serializeToString(cpu);
  const model = text(cpu, 'model') ?? attribute(cpu, '', 'mode');
  const lacks = (found: string): MigrationReason =>
    reason('cpu-features', 'The processor there lacks something that the guest uses', {
      needed: model,
      found,
      advice: 'Give it a CPU model that both hosts have, and restart it; or move it while it is off',
    });
  try {
    const answer = await to.live.connection.call(
      connect.compareHypervisorCpu,
      { ...machine, cpuXml, flags: compareCpuFlags.failIncompatible },
      { deadlineMs: askDeadlineMs },
    );
    return answer === incompatible ? [lacks(to.record?.facts.capabilities.cpuModel ?? 'another model')] : [];
  } catch (error) {
    if (!isLibvirtError(error)) throw error;
    if (error.codeName === 'CPU_INCOMPATIBLE')
      return [lacks(`without ${missingFeatures(error.message) ?? model}`)];
    return [notCompared(error.message)];
  }
}

const notCompared = (why: string): MigrationReason => ({
  code: 'cpu-features',
  severity: 'warns',
  message: 'The processors could not be compared',
  needed: null,
  found: why,
  advice: null,
});
