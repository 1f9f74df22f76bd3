import { describe, expect, it } from 'vitest';
import { type EngineStats, instanceMetrics, readCounters } from './sample.ts';

const mib = 1_048_576;
const stats = (second: number, change: Partial<EngineStats> = {}): EngineStats => ({
  read: new Date(second * 1000).toISOString(),
  cpu_stats: { cpu_usage: { total_usage: second * 5e8 } },
  memory_stats: { usage: 50 * mib, stats: { total_inactive_file: 20 * mib, inactive_file: 1 } },
  blkio_stats: {
    io_service_bytes_recursive: [
      { op: 'Read', value: second * 100 },
      { op: 'write', value: second * 50 },
      { op: 'Total', value: second * 150 },
    ],
  },
  networks: { eth0: { rx_bytes: second, tx_bytes: second }, eth1: { rx_bytes: 0, tx_bytes: second } },
  ...change,
});
const measure = (now: EngineStats, cpus = 1) =>
  instanceMetrics(readCounters(stats(10)), readCounters(now), { stats: now, cpus });

describe('figures of a container', () => {
  it('are rates between two readings, of the processors that it may use', () => {
    expect(measure(stats(20))).toEqual({
      cpuPercent: 50,
      memoryUsedMiB: 30,
      diskBytesPerSecond: 150,
      networkBytesPerSecond: 3,
    });
    expect(measure(stats(20), 0.5).cpuPercent).toBe(100);
    expect(measure(stats(20), 4).cpuPercent).toBe(12.5);
  });

  it('are unknown at the first reading, and when the counters began anew', () => {
    const first = stats(10);
    expect(instanceMetrics(undefined, readCounters(first), { stats: first, cpus: 1 })).toMatchObject({
      cpuPercent: null,
      memoryUsedMiB: 30,
    });
    const anew = stats(20, { cpu_stats: { cpu_usage: { total_usage: 1 } } });
    expect(measure(anew).cpuPercent).toBeNull();
  });

  it('are unknown where the engine says nothing', () => {
    const bare: EngineStats = { read: new Date(20_000).toISOString() };
    expect(measure(bare)).toEqual({
      cpuPercent: null,
      memoryUsedMiB: null,
      diskBytesPerSecond: null,
      networkBytesPerSecond: null,
    });
  });
});
