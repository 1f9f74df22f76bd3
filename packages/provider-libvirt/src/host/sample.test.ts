import type { ParamMap, ParamValue } from '@orrery/libvirt/xdr/typed-params.ts';
import { describe, expect, it } from 'vitest';
import { hostCpuPercent, hostMemoryUsedMiB, instanceMetrics, readCounters } from './sample.ts';

const params = (values: Record<string, ParamValue>): ParamMap => new Map(Object.entries(values));
const first = params({ 'cpu.time': 1e9, 'block.count': 1, 'block.0.rd.bytes': 100, 'net.count': 0 });

describe('figures of an instance', () => {
  const measure = (now: ParamMap, ms: number, vcpus = 1) =>
    instanceMetrics(readCounters(first, 0), readCounters(now, ms), { params: now, vcpus });

  it('are rates between two readings', () => {
    const now = params({
      'cpu.time': 2e9,
      'block.count': 2,
      'block.0.rd.bytes': 1_100,
      'block.1.wr.bytes': 1_000,
      'net.count': 1,
      'net.0.rx.bytes': 500,
      'net.0.tx.bytes': 500,
      'balloon.available': 102_400,
      'balloon.usable': 51_200,
    });
    expect(measure(now, 2_000, 2)).toEqual({
      cpuPercent: 25,
      memoryUsedMiB: 50,
      diskBytesPerSecond: 1_000,
      networkBytesPerSecond: 500,
    });
  });

  it('are unknown at the first reading and when a counter began anew', () => {
    const now = params({ 'cpu.time': 5 });
    const none = {
      cpuPercent: null,
      memoryUsedMiB: null,
      diskBytesPerSecond: null,
      networkBytesPerSecond: null,
    };
    expect(instanceMetrics(undefined, readCounters(now, 0), { params: now, vcpus: 1 })).toEqual(none);
    expect(measure(now, 1_000)).toEqual(none);
  });

  it('never exceed all of its processors', () => {
    expect(measure(params({ 'cpu.time': 9e9 }), 1_000).cpuPercent).toBe(100);
  });
});

describe('figures of a host', () => {
  const stats = (cpu: Record<string, number>, memory: Record<string, number> = {}) => ({
    cpu: new Map(Object.entries(cpu)),
    memory: new Map(Object.entries(memory)),
  });

  it('are the busy share of the time between two readings', () => {
    const before = stats({ kernel: 10, user: 10, idle: 100, iowait: 0 });
    expect(hostCpuPercent(before, stats({ kernel: 20, user: 20, idle: 160, iowait: 20 }))).toBe(20);
    expect(hostCpuPercent(before, before)).toBeNull();
    expect(hostCpuPercent(undefined, before)).toBeNull();
  });

  it('count buffers and cache as free', () => {
    expect(hostMemoryUsedMiB(stats({}, { total: 4_096, free: 1_024, buffers: 512, cached: 512 }))).toBe(2);
    expect(hostMemoryUsedMiB(stats({}))).toBeNull();
  });
});
