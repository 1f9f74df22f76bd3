import type { Caller, CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import * as connect from '@orrery/libvirt/procedures/connect.ts';
import * as node from '@orrery/libvirt/procedures/node.ts';
import { readCapabilities, versionText } from '../map/capabilities.ts';
import type { HostFacts } from './facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';

export interface NodeStats {
  /** Nanoseconds since boot by kind of use. */
  cpu: Map<string, number>;
  /** KiB by kind of use. */
  memory: Map<string, number>;
}

/** How many figures there are is asked first: libvirt wants the number told. */
const counts = new WeakMap<Caller, Promise<{ cpu: number; memory: number }>>();

async function askCounts(caller: Caller, options: CallOptions) {
  const [cpu, memory] = await Promise.all([
    caller.call(node.getCpuStats, { cpu: -1, nparams: 0, flags: 0 }, options),
    caller.call(node.getMemoryStats, { nparams: 0, cell: -1, flags: 0 }, options),
  ]);
  return { cpu: cpu.nparams, memory: memory.nparams };
}

const byField = (params: { field: string; value: number }[]) => new Map(params.map(p => [p.field, p.value]));

/** Two calls for a host's processor and memory. */
export async function readNodeStats(caller: Caller, options: CallOptions): Promise<NodeStats> {
  const asked = counts.get(caller) ?? askCounts(caller, options);
  counts.set(caller, asked);
  const known = await asked.catch((error: unknown) => {
    counts.delete(caller);
    throw error;
  });
  const [cpu, memory] = await Promise.all([
    caller.call(node.getCpuStats, { cpu: -1, nparams: known.cpu, flags: 0 }, options),
    caller.call(node.getMemoryStats, { nparams: known.memory, cell: -1, flags: 0 }, options),
  ]);
  return { cpu: byField(cpu.params), memory: byField(memory.params) };
}

/** What a host is: changes with its hardware and its packages only. */
export async function readHostFacts(caller: Caller, seen: Seen, options: CallOptions): Promise<HostFacts> {
  const [info, xml, hypervisor, library, stats] = await Promise.all([
    caller.call(node.getInfo, undefined, options),
    caller.call(connect.getCapabilities, undefined, options),
    caller.call(connect.getVersion, undefined, options),
    caller.call(connect.getLibVersion, undefined, options),
    readNodeStats(caller, options),
  ]);
  const sockets = info.nodes * info.sockets;
  return {
    ...seen,
    capabilities: readCapabilities(xml),
    hypervisor: `QEMU ${versionText(hypervisor)}`,
    version: `libvirt ${versionText(library)}`,
    sockets,
    cores: sockets * info.cores,
    threads: info.cpus,
    mhz: info.mhz,
    // Of the kernel itself where it says so; NodeGetInfo counts NUMA cells, which containers and some guests lack.
    memoryMiB: Math.round((stats.memory.get('total') ?? info.memoryKiB) / 1024),
  };
}
