import { type ContainerFacts, type HostRecord, newHostRecord } from '../engine/facts.ts';

const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' as const };

export function hostRecord(name: string): HostRecord {
  return newHostRecord(name, `tcp://${name}:2375`, {
    ...seen,
    engineName: name,
    version: 'Docker 26.1.5',
    apiVersion: '1.45',
    isPodman: false,
    runtime: 'runc',
    architecture: 'x86_64',
    threads: 4,
    memoryMiB: 16_384,
    rootDir: '/var/lib/docker',
  });
}

export function containerFacts(id: string, change: Partial<ContainerFacts> = {}): ContainerFacts {
  return {
    ...seen,
    id,
    name: `ct-${id}`,
    image: 'web:1',
    imageId: 'sha256:aa',
    labels: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    state: { status: 'running', exitCode: 0, oomKilled: false, error: '', startedAt: seen.asOf },
    health: null,
    restartPolicy: 'no',
    autoRemove: false,
    cpus: null,
    memoryBytes: null,
    memorySwapBytes: 0,
    usesCpuQuota: false,
    stopSignal: null,
    stopTimeout: null,
    mounts: [],
    networks: [],
    hostPorts: [],
    ...change,
  };
}
