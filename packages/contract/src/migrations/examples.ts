import type { Migration } from './migration.ts';
import type { MigrationCandidate, MigrationOptions, MigrationWay } from './options.ts';

/** A live move in its fourth pass, as a page would get it. */
export const exampleMigration: Migration = {
  id: 'lab:7f1c',
  kind: 'migration',
  backend: 'lab',
  name: 'web-1',
  project: 'p1',
  asOf: '2026-11-22T10:00:12.500Z',
  source: 'poll',
  stale: false,
  actions: [],
  status: 'running',
  instance: 'lab:web-1',
  instanceName: 'web-1',
  method: 'live',
  fromHost: 'lab:host1',
  fromHostName: 'host1',
  toHost: 'lab:host2',
  toHostName: 'host2',
  operation: '0193',
  startedBy: 'user',
  phase: 'copy-memory',
  phases: [
    {
      name: 'check',
      status: 'done',
      startedAt: '2026-11-22T10:00:00.000Z',
      endedAt: '2026-11-22T10:00:00.200Z',
    },
    { name: 'copy-memory', status: 'running', startedAt: '2026-11-22T10:00:00.400Z', endedAt: null },
    { name: 'switch-over', status: 'pending', startedAt: null, endedAt: null },
  ],
  progress: 0.61,
  backendPercent: 93,
  memory: {
    totalBytes: 536_870_912,
    remainingBytes: 36_700_160,
    sentBytes: 642_777_088,
    pass: 4,
    throughput: 52_428_800,
    dirtyRate: 26_214_400,
    workingSetBytes: 268_435_456,
    throttlePercent: 0,
  },
  disks: null,
  passes: [
    {
      pass: 1,
      endedAtMs: 10_100,
      seconds: 10,
      sentBytes: 524_288_000,
      dirtiedBytes: 165_675_008,
      leftBytes: 181_403_648,
    },
  ],
  limits: { bandwidth: 52_428_800, downtimeMs: 300, autoConverge: false, postCopy: true },
  forecast: {
    verdict: 'converging',
    leansToFinish: true,
    kappa: 0.47,
    etaMs: { low: 2_100, central: 2_900, high: 4_400 },
    confidence: 'high',
    basis: 'passes',
    pause: { expectedMs: 120, atMostMs: 315 },
    remedies: [{ kind: 'abort', applies: 'now', value: null, least: null, chance: 1, etaMs: 0, pauseMs: 0 }],
    stalledForMs: 0,
  },
  predicted: {
    bytes: { low: 690e6, central: 740e6, high: 860e6 },
    totalMs: { low: 13_200, central: 14_300, high: 17_000 },
    pause: { expectedMs: 100, atMostMs: 315 },
    cpuSeconds: { source: 0.6, destination: 1.9 },
  },
  result: null,
  pointOfNoReturn: false,
  cancellable: true,
  error: null,
  startedAt: '2026-11-22T10:00:00.000Z',
  endedAt: null,
};

const cost = { bytes: null, totalMs: null, pause: null, cpuSeconds: null };
const unknown = {
  verdict: null,
  leansToFinish: null,
  confidence: 'none',
  basis: 'nothing',
  remedies: [],
} satisfies Partial<MigrationWay>;

export const exampleCandidate: MigrationCandidate = {
  host: 'lab:host2',
  hostName: 'host2',
  allowed: true,
  recommended: true,
  recommendedMethod: 'live',
  why: 'Least loaded of the hosts that share its storage',
  score: 0.82,
  ways: [
    {
      method: 'live',
      allowed: true,
      reasons: [],
      settings: ['bandwidth', 'downtimeMs', 'postCopy'],
      ...cost,
      ...unknown,
    },
    {
      method: 'block',
      allowed: false,
      reasons: [
        {
          code: 'storage-space',
          severity: 'blocks',
          message: 'The pool local has too little space for a copy of the disks',
          needed: '20 GiB',
          found: '11.4 GiB free',
          advice: 'Move it live over the shared pool',
        },
      ],
      settings: [],
      ...cost,
      ...unknown,
    },
  ],
};

export const exampleOptions: MigrationOptions = {
  instance: 'lab:web-1',
  fromHost: 'lab:host1',
  candidates: [exampleCandidate],
  measuredAt: '2026-11-22T10:00:00.000Z',
  measurement: {
    dirtyRate: 26_214_400,
    workingSetBytes: null,
    windows: [1, 4],
    refinable: false,
    bandwidth: 52_428_800,
  },
};
