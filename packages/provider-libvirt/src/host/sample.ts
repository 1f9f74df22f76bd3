import type { ParamMap } from '@orrery/libvirt/xdr/typed-params.ts';
import type { InstanceMetrics } from './facts.ts';
import type { NodeStats } from './read-host.ts';

/** Counters of one domain at one time. */
export interface Counters {
  /** Milliseconds. */
  at: number;
  cpuNs: number | null;
  diskBytes: number | null;
  networkBytes: number | null;
}

const number = (params: ParamMap, name: string): number | null => {
  const value = params.get(name);
  return typeof value === 'number' ? value : null;
};

function sum(params: ParamMap, group: 'block' | 'net', fields: [string, string]): number | null {
  const count = number(params, `${group}.count`);
  if (count === null) return null;
  let total = 0;
  for (let i = 0; i < count; i++) {
    for (const field of fields) total += number(params, `${group}.${i}.${field}`) ?? 0;
  }
  return total;
}

export const readCounters = (params: ParamMap, at: number): Counters => ({
  at,
  cpuNs: number(params, 'cpu.time'),
  diskBytes: sum(params, 'block', ['rd.bytes', 'wr.bytes']),
  networkBytes: sum(params, 'net', ['rx.bytes', 'tx.bytes']),
});

/** Per second between two readings; null at the first, and when the counter started anew. */
function rate(before: number | null | undefined, now: number | null, ms: number): number | null {
  if (before === null || before === undefined || now === null || now < before || ms <= 0) return null;
  return ((now - before) * 1000) / ms;
}

/** Inside the guest, where its balloon driver tells: what is there less what could be had. KiB. */
function memoryUsedMiB(params: ParamMap): number | null {
  const available = number(params, 'balloon.available');
  const free = number(params, 'balloon.usable') ?? number(params, 'balloon.unused');
  if (available === null || free === null) return null;
  return Math.max(0, Math.round((available - free) / 1024));
}

export function instanceMetrics(
  before: Counters | undefined,
  now: Counters,
  { params, vcpus }: { params: ParamMap; vcpus: number },
): InstanceMetrics {
  const ms = before ? now.at - before.at : 0;
  const cpu = rate(before?.cpuNs, now.cpuNs, ms);
  return {
    // Nanoseconds a second over all vCPUs. QEMU's own threads count too, so it can come out above 100.
    cpuPercent: cpu === null ? null : Math.min(100, round(cpu / 1e7 / Math.max(1, vcpus))),
    memoryUsedMiB: memoryUsedMiB(params),
    diskBytesPerSecond: nullable(rate(before?.diskBytes, now.diskBytes, ms)),
    networkBytesPerSecond: nullable(rate(before?.networkBytes, now.networkBytes, ms)),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const nullable = (value: number | null): number | null => (value === null ? null : Math.round(value));

export function hostCpuPercent(before: NodeStats | undefined, now: NodeStats): number | null {
  if (!before) return null;
  const delta = (field: string) => (now.cpu.get(field) ?? 0) - (before.cpu.get(field) ?? 0);
  const used = delta('kernel') + delta('user') + delta('intr');
  const all = used + delta('idle') + delta('iowait');
  return all <= 0 ? null : Math.min(100, Math.max(0, round((used * 100) / all)));
}

export function hostMemoryUsedMiB({ memory }: NodeStats): number | null {
  const total = memory.get('total');
  if (total === undefined) return null;
  const free = ['free', 'buffers', 'cached'].reduce((kib, field) => kib + (memory.get(field) ?? 0), 0);
  return Math.max(0, Math.round((total - free) / 1024));
}
