import type { PlaceHost, PlaceRequest } from '../placement/model.ts';

export const gibBytes = 2 ** 30;

export const aHost = (id: string, more: Partial<PlaceHost> = {}): PlaceHost => ({
  id,
  name: `secret-${id}`,
  backend: 'b',
  zone: null,
  up: true,
  reason: null,
  stale: false,
  runs: ['vm'],
  architecture: 'x86_64',
  threads: 16,
  memoryMiB: 65_536,
  promised: { vcpus: 0, memoryMiB: 0 },
  cpuPercent: null,
  memoryUsedMiB: null,
  names: new Set(),
  groups: new Map(),
  pools: [{ id: `${id}-pool`, freeBytes: 500 * gibBytes }],
  ...more,
});

export const aRequest = (more: Partial<PlaceRequest> = {}): PlaceRequest => ({
  name: 'web',
  kind: 'vm',
  vcpus: 2,
  memoryMiB: 4096,
  diskBytes: 20 * gibBytes,
  architecture: null,
  zone: null,
  host: null,
  backend: null,
  group: null,
  reach: [],
  ...more,
});

/** A generator of numbers that repeats for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
