import type { InstanceMetrics } from './facts.ts';

/** Of an answer of GET /containers/x/stats?one-shot=true, what is needed. Podman leaves some of it out. */
export interface EngineStats {
  read: string;
  cpu_stats?: { cpu_usage?: { total_usage?: number } };
  memory_stats?: { usage?: number; stats?: Record<string, number> };
  blkio_stats?: { io_service_bytes_recursive?: { op: string; value: number }[] | null };
  networks?: Record<string, { rx_bytes: number; tx_bytes: number }>;
}

/** Counters of one container at one time. */
export interface Counters {
  /** Milliseconds, of the engine's clock: a late answer is no slower rate. */
  at: number;
  cpuNs: number | null;
  diskBytes: number | null;
  networkBytes: number | null;
}

const bytesPerMiB = 1_048_576;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export function readCounters(stats: EngineStats): Counters {
  const blocks = stats.blkio_stats?.io_service_bytes_recursive;
  const moved = (blocks ?? []).filter(({ op }) => /^(read|write)$/i.test(op)).map(({ value }) => value);
  const networks = Object.values(stats.networks ?? {}).map(n => n.rx_bytes + n.tx_bytes);
  return {
    at: Date.parse(stats.read),
    cpuNs: stats.cpu_stats?.cpu_usage?.total_usage ?? null,
    diskBytes: blocks ? sum(moved) : null,
    networkBytes: stats.networks ? sum(networks) : null,
  };
}

/** Without the page cache that can be dropped, as `docker stats` counts it. */
function memoryUsedMiB({ memory_stats }: EngineStats): number | null {
  const usage = memory_stats?.usage;
  if (usage === undefined) return null;
  const stats = memory_stats?.stats ?? {};
  // cgroup v1 counts its children in the total_ figures; v2 always does.
  const cache = stats['total_inactive_file'] ?? stats['inactive_file'] ?? 0;
  return Math.max(0, Math.round((usage - cache) / bytesPerMiB));
}

/** Per second between two readings; null at the first, and when the counter started anew. */
function rate(before: number | null | undefined, now: number | null, ms: number): number | null {
  if (before === null || before === undefined || now === null || now < before || ms <= 0) return null;
  return ((now - before) * 1000) / ms;
}

const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));

/** `cpus`: how many processors it may use. */
export function instanceMetrics(
  before: Counters | undefined,
  now: Counters,
  { stats, cpus }: { stats: EngineStats; cpus: number },
): InstanceMetrics {
  const ms = before ? now.at - before.at : 0;
  const cpu = rate(before?.cpuNs, now.cpuNs, ms);
  return {
    // Nanoseconds a second. The kernel keeps limits over periods of 100 ms, so it can come out a little above.
    cpuPercent: cpu === null ? null : Math.min(100, Math.round(cpu / 1e6 / cpus) / 10),
    memoryUsedMiB: memoryUsedMiB(stats),
    diskBytesPerSecond: whole(rate(before?.diskBytes, now.diskBytes, ms)),
    networkBytesPerSecond: whole(rate(before?.networkBytes, now.networkBytes, ms)),
  };
}
