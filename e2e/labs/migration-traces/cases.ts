import { type CaseInput, makeCase, type RecordingCase } from './case.ts';

type Grid = [dirtyMiBps: number, workingSetMiB: number, bandwidthMiBps: number, downtimeMs: number];

/** Names tell what is in them: kind, MiB/s dirtied, MiB of working set, MiB/s of bandwidth, ms of pause allowed. */
function grid(kind: string, rows: Grid[], common: CaseInput = {}): RecordingCase[] {
  return rows.map(([dirtyMiBps, workingSetMiB, bandwidthMiBps, downtimeMs], index) => {
    const name = `${kind}-${dirtyMiBps}-${workingSetMiB}-b${bandwidthMiBps}-t${downtimeMs}`;
    return makeCase(name, alternate(index), {
      ...{ dirtyMiBps, workingSetMiB, bandwidthMiBps, downtimeMs },
      ...common,
    });
  });
}

/** Which set a case belongs to is decided here, before it is recorded: every other one of each kind is kept apart. */
const alternate = (index: number) => (index % 2 === 0 ? 'fit' : 'judge');

const small = { memoryMiB: 256 };

const random = [
  ...grid('ends', [
    [20, 300, 60, 300],
    [30, 128, 60, 300],
    [45, 200, 60, 300],
    [35, 200, 60, 500],
    [30, 100, 100, 100],
    [60, 96, 80, 400],
    [50, 220, 70, 300],
    [50, 220, 90, 150],
  ]),
  ...grid(
    'ends',
    [
      [15, 128, 40, 300],
      [25, 160, 40, 200],
      [80, 48, 60, 500],
      [70, 24, 50, 300],
    ],
    small,
  ),
  ...grid(
    'never',
    [
      [90, 128, 50, 300],
      [120, 96, 60, 300],
      [70, 200, 40, 500],
      [150, 64, 50, 500],
    ],
    small,
  ),
  ...grid('never', [
    [80, 300, 50, 300],
    [100, 200, 60, 300],
  ]),
  ...grid('edge', [
    [55, 128, 50, 250],
    [60, 150, 55, 300],
    [75, 100, 60, 300],
    [65, 120, 50, 300],
    [50, 256, 50, 300],
    [58, 90, 50, 400],
    [70, 180, 60, 300],
    [56, 160, 60, 250],
  ]),
];

const shapes = [
  ...grid(
    'sequence',
    [
      [20, 128, 50, 300],
      [40, 96, 60, 300],
      [30, 256, 50, 300],
      [45, 160, 50, 500],
      [70, 128, 50, 300],
      [90, 100, 60, 300],
    ],
    { order: 'sequential' },
  ),
  makeCase('hot-40-256', 'fit', { dirtyMiBps: 40, workingSetMiB: 256, hot: { mib: 32, share: 0.8 } }),
  makeCase('hot-60-300', 'judge', { dirtyMiBps: 60, workingSetMiB: 300, hot: { mib: 16, share: 0.7 } }),
  makeCase('hot-90-200', 'fit', { dirtyMiBps: 90, workingSetMiB: 200, hot: { mib: 64, share: 0.8 } }),
  makeCase('hot-70-250', 'judge', {
    ...{ dirtyMiBps: 70, workingSetMiB: 250, bandwidthMiBps: 60 },
    hot: { mib: 12, share: 0.6 },
  }),
  makeCase('alternating-15-60', 'fit', {
    ...{ dirtyMiBps: 15, workingSetMiB: 160 },
    alternates: { dirtyMiBps: 60, everySeconds: 4 },
  }),
  makeCase('alternating-5-45', 'judge', {
    ...{ dirtyMiBps: 5, workingSetMiB: 120 },
    alternates: { dirtyMiBps: 45, everySeconds: 3 },
  }),
];

const quiet = [
  makeCase('idle-256', 'fit', { memoryMiB: 256, bandwidthMiBps: 40 }),
  makeCase('zeros-512-of-which-400', 'judge', { memoryMiB: 512, touchedMiB: 400, bandwidthMiBps: 60 }),
  makeCase('zeros-512-of-which-128', 'fit', { memoryMiB: 512, touchedMiB: 128 }),
  makeCase('zeros-640-of-which-256-busy', 'judge', {
    ...{ memoryMiB: 640, touchedMiB: 256, dirtyMiBps: 20, workingSetMiB: 64 },
  }),
];

const helped = [
  ...grid(
    'throttled',
    [
      [80, 200, 50, 300],
      [100, 128, 60, 300],
      [60, 256, 50, 300],
      [120, 200, 60, 300],
      [150, 64, 50, 300],
    ],
    { autoConverge: true, cancelAfterMs: 90_000 },
  ),
  ...[9_000, 4_000, 12_000, 10_000].map((atMs, index) =>
    makeCase(`postcopy-at-${atMs / 1000}s`, alternate(index), {
      ...{ dirtyMiBps: 80 + 20 * index, workingSetMiB: 200, bandwidthMiBps: 40 + 10 * index, postCopy: true },
      changes: [{ atMs, postCopy: true }],
    }),
  ),
  makeCase('more-bandwidth', 'fit', {
    ...{ dirtyMiBps: 90, workingSetMiB: 128 },
    changes: [{ atMs: 12_000, bandwidthMiBps: 110 }],
  }),
  makeCase('longer-downtime', 'judge', {
    ...{ dirtyMiBps: 100, workingSetMiB: 64 },
    changes: [{ atMs: 12_000, downtimeMs: 800 }],
  }),
];

const disks = [
  makeCase('disk-200-20-64', 'fit', {
    ...{ dirtyMiBps: 20, workingSetMiB: 64, memoryMiB: 256 },
    disk: { mib: 200, bandwidthMiBps: 40 },
  }),
  makeCase('disk-300-30-128', 'judge', {
    ...{ dirtyMiBps: 30, workingSetMiB: 128, memoryMiB: 256 },
    disk: { mib: 300, bandwidthMiBps: 60 },
  }),
  makeCase('disk-400-idle', 'fit', { memoryMiB: 256, disk: { mib: 400, bandwidthMiBps: 80 } }),
  makeCase('disk-150-never', 'judge', {
    ...{ dirtyMiBps: 90, workingSetMiB: 128, memoryMiB: 256 },
    disk: { mib: 150, bandwidthMiBps: 40 },
  }),
];

const stop = { bandwidthMiBps: 0.001, hidden: true } as const;
const disturbed = [
  makeCase('link-faster', 'fit', {
    ...{ dirtyMiBps: 20, workingSetMiB: 128, bandwidthMiBps: 30 },
    changes: [{ atMs: 4_000, bandwidthMiBps: 70, hidden: true }],
  }),
  makeCase('link-slower', 'judge', {
    ...{ dirtyMiBps: 15, workingSetMiB: 128, bandwidthMiBps: 60 },
    changes: [{ atMs: 3_000, bandwidthMiBps: 25, hidden: true }],
  }),
  makeCase('link-away-for-8s', 'fit', {
    ...{ dirtyMiBps: 10, workingSetMiB: 64 },
    changes: [
      { atMs: 3_000, ...stop },
      { atMs: 11_000, bandwidthMiBps: 50, hidden: true },
    ],
  }),
  makeCase('link-away-for-10s', 'judge', {
    ...{ dirtyMiBps: 25, workingSetMiB: 100, bandwidthMiBps: 60 },
    changes: [
      { atMs: 4_000, ...stop },
      { atMs: 14_000, bandwidthMiBps: 60, hidden: true },
    ],
  }),
];

export const recordingCases: RecordingCase[] = [
  ...random,
  ...shapes,
  ...quiet,
  ...helped,
  ...disks,
  ...disturbed,
];
