import type { Backend, BackendPart } from '@orrery/contract/resources/backend.ts';
import { backendSchema } from '@orrery/contract/resources/backend.ts';
import { describe, expect, it } from 'vitest';
import { latencyHistory, noteLatency } from './latency-history.ts';

const part = (latencyMs: number | null): BackendPart => ({
  name: 'host1',
  address: 'tcp://host1',
  status: latencyMs === null ? 'down' : 'up',
  reason: null,
  latencyMs,
  lastSeenAt: null,
});
const second = (at: number) => new Date(Date.UTC(2026, 10, 22, 8, 0, at)).toISOString();
const backend = (at: number, latencyMs: number | null): Backend =>
  backendSchema.parse({
    id: 'lab',
    kind: 'backend',
    backend: 'lab',
    name: 'Lab',
    project: null,
    asOf: second(at),
    source: 'derived',
    stale: false,
    actions: [],
    status: 'up',
    backendKind: 'libvirt',
    demo: false,
    origin: 'file',
    address: '',
    reason: null,
    version: null,
    latencyMs,
    lastSeenAt: null,
    promiseSeconds: 30,
    capabilities: [],
    partCount: 1,
    partsUp: latencyMs === null ? 0 : 1,
    parts: [part(latencyMs)],
    hostCount: 1,
    instanceCount: 0,
  });

describe('latency of a connection', () => {
  it('is taken in once for each time that the server tells it, and silence is a gap', () => {
    expect(noteLatency(backend(1, 4))).toBe(true);
    expect(noteLatency(backend(1, 4))).toBe(false);
    noteLatency(backend(16, null));
    noteLatency(backend(31, 6));
    expect(latencyHistory(backend(31, 6), part(6))).toEqual([4, null, 6]);
  });

  it('is kept for an hour', () => {
    for (let at = 0; at < 300; at += 1) noteLatency(backend(100 + at, at));
    const kept = latencyHistory(backend(400, 1), part(1));
    expect(kept).toHaveLength(240);
    expect(kept.at(-1)).toBe(299);
  });
});
